import { freePath } from '../address/path';
import { isJsonObject, type JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import { answerKind } from './answers';
import { bodyFields } from './body';
import type { ApiDescription, DescribedField, DescribedOperation } from './described';
import { noOperations } from './document-errors';
import { keptFields } from './kept-fields';
import { labelOf } from './label';
import { parameterFields, parametersOf } from './parameters';
import { operationsIn, type WrittenOperation } from './operations-in';
import { parseDocument } from './parse-document';

/**
 * Reads an OpenAPI document (3.x or Swagger 2.0, as JSON). A part that is not understood becomes a
 * JSON field with a note; the document itself is not kept.
 * @param url the address of the document, if it is known; only its path is used
 * @throws ViviInputError that says what the text is instead, and how to get the document
 */
export function readDocument(text: string, url?: URL): ApiDescription {
	const root = parseDocument(text);
	const operations: DescribedOperation[] = [];
	const leftOut: string[] = [];
	const known = new Set<string>();
	for (const written of operationsIn(root, url)) {
		const name = `${written.method} ${written.path}`;
		if (known.has(name)) continue;
		known.add(name);
		if (isCallable(written.path)) operations.push(operationOf(root, written));
		else {
			leftOut.push(
				`${shortened(plainText(name), 200)} is left out, since its path cannot be called.`,
			);
		}
	}
	if (operations.length === 0) throw noOperations(leftOut);
	const info = isJsonObject(root['info']) ? root['info'] : {};
	return { title: lineOf(info['title'], 100), operations, leftOut };
}

/** Whether a path lies below the Base URL once its braces are filled. */
function isCallable(path: string): boolean {
	if (!path.startsWith('/') || path.includes('?')) return false;
	try {
		freePath(path.replace(/\{[^{}/]+\}/g, 'x'));
		return true;
	} catch {
		return false;
	}
}

function operationOf(
	root: JsonObject,
	{ method, path, pathItem, operation }: WrittenOperation,
): DescribedOperation {
	const parameters = parametersOf(root, pathItem, operation);
	const isBodiless = method === 'GET' || method === 'HEAD';
	const fields = [
		...parameterFields(root, path, parameters),
		...(isBodiless ? [] : bodyFields(root, operation, parameters)),
	];
	const { tags, operationId } = operation;
	return {
		method,
		path,
		summary: lineOf(operation['summary'], 160) || firstSentence(operation['description']),
		tags: (Array.isArray(tags) ? tags : []).flatMap((tag) => lineOf(tag, 60) || []),
		id: lineOf(operationId, 160),
		answers: answerKind(root, operation),
		fieldsText: keptFields(inOrder(withOwnLabels(onlyOnce(fields)))),
	};
}

function onlyOnce(fields: readonly DescribedField[]): DescribedField[] {
	return [...new Map(fields.map((field) => [field.id, field])).values()];
}

/** Two places may have a value of the same name. */
function withOwnLabels(fields: readonly DescribedField[]): DescribedField[] {
	const count = new Map<string, number>();
	for (const { label } of fields) count.set(label, (count.get(label) ?? 0) + 1);
	const taken = new Set<string>();
	return fields.map((field) => {
		const placed =
			count.get(field.label) === 1 ? field.label : labelOf(`${field.label} (${field.place})`);
		const label = taken.has(placed) ? `${placed} ${field.name}` : placed;
		taken.add(label);
		return { ...field, label };
	});
}

function inOrder(fields: readonly DescribedField[]): DescribedField[] {
	return [
		...fields.filter(({ required }) => required),
		...fields.filter(({ required }) => !required),
	];
}

function firstSentence(description: unknown): string {
	const line = lineOf(description, 400);
	return shortened(line.replace(/(?<=[.!?]) .*$/, ''), 160);
}

function lineOf(value: unknown, length: number): string {
	return typeof value === 'string' ? shortened(plainText(value.slice(0, 2000)), length) : '';
}
