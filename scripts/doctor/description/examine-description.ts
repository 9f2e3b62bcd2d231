import type { JsonObject } from '../../../vivi/http/json';
import { readAddressMap } from '../../../vivi/client/read-address-map';
import { ViviInputError } from '../../../vivi/errors';
import type { DescribedField, DescribedOperation } from '../../../vivi/openapi/described';
import { fieldsOf } from '../../../vivi/openapi/kept-fields';
import { operationKey } from '../../../vivi/openapi/operation-key';
import { readDocument } from '../../../vivi/openapi/read-document';
import { belowBase } from '../../../vivi/openapi/servers';
import { readAnswers, type DescribedAnswer } from './answers';
import { compareAnswer, compareFields } from './compare';
import { matchOperations, type Match } from './match';

/** The finding about one of our operations. */
export interface OperationFinding {
	/** `agent.create` */
	operation: string;
	/** What the connector assumes: `POST /accounts/…` */
	assumed: string;
	result:
		/** The document has it as we assume it. */
		| 'as assumed'
		/** It is elsewhere, or has other names; the address map says so. */
		| 'differs'
		/** Several fit, or what was found cannot be used; the person has to look. */
		| 'unclear'
		| 'not found';
	/** Where the document has it; null where nothing was taken. */
	described: string | null;
	/** Remarks, a sentence each. */
	remarks: string[];
}

export interface DescriptionFindings {
	title: string;
	operations: OperationFinding[];
	/** Operations of the document that match none of ours. */
	others: Array<{ operation: string; summary: string }>;
	/** To paste into the credential; empty when the document has all as assumed. */
	addressMap: JsonObject;
}

/**
 * Compares the catalogue with an OpenAPI document.
 * @param baseUrl what the addresses of the map begin with
 * @param url where the document is, if that is known
 * @throws ViviInputError that says what the text is, if it is no document
 */
export function examineDescription(text: string, baseUrl: string, url?: URL): DescriptionFindings {
	const { title, operations } = readDocument(text, url);
	const answers = readAnswers(text, url);
	const taken = new Set<DescribedOperation>();
	const addressMap: JsonObject = {};
	const matches = matchOperations(operations);
	const idNames = idNamesIn(matches);
	const findings = matches.map((match) => {
		if (!match.theirs) return notTaken(match);
		const { described } = match.theirs;
		const compared = compare(
			match,
			described,
			answers.get(operationKey(described)),
			idNames,
			baseUrl,
		);
		if (compared.result === 'differs') addressMap[match.id] = compared.entry;
		if (compared.result !== 'unclear') taken.add(described);
		const { entry: _entry, ...finding } = compared;
		return finding;
	});
	const others = operations
		.filter((one) => !taken.has(one))
		.map((one) => ({ operation: operationKey(one), summary: one.summary }));
	return { title, operations: findings, others, addressMap };
}

function assumedOf({ operation }: Match): string {
	return operationKey(operation);
}

function notTaken(match: Match): OperationFinding {
	const { candidates, reason } = match;
	return {
		operation: match.id,
		assumed: assumedOf(match),
		result: candidates.length > 0 ? 'unclear' : 'not found',
		described: null,
		remarks: [
			candidates.length > 0 ? `${reason} ${candidates.map(operationKey).join(', ')}` : reason,
		],
	};
}

function compare(
	match: Match,
	described: DescribedOperation,
	answer: DescribedAnswer | undefined,
	idNames: ReadonlyMap<string, string>,
	baseUrl: string,
): OperationFinding & { entry: JsonObject } {
	const { resource, operation } = match;
	const { method } = described;
	const there = { method, fields: fieldsOf(described) };
	const compared = compareFields(resource, operation, there, match.ids);
	const answers =
		answer && !['delete', 'action', 'download'].includes(operation.kind)
			? compareAnswer(resource, operation, answer, idNames.get(resource.name))
			: { fields: new Map<string, string>(), onlyOurs: [] };
	const entry = entryOf(match, described, compared.renamed, answers, baseUrl);
	const missing = compared.onlyTheirs.filter(({ required }) => required).map(({ name }) => name);
	const remarks = [
		...(match.bySynonym
			? ['Recognised by a word of the same meaning; look whether it is the one.']
			: []),
		...(operation.method === 'PATCH' && described.method === 'PUT'
			? ['PUT may replace the whole record: look in VIVI whether what is not sent stays.']
			: []),
		...said('Requires what the connector has no field for', missing),
		...said('Does not name', compared.onlyOurs),
		...said(
			'Also takes',
			compared.onlyTheirs.filter(({ required }) => !required).map(({ name }) => name),
		),
		...said('Answers without', answers.onlyOurs),
	];
	const base = {
		operation: match.id,
		assumed: assumedOf(match),
		described: operationKey(described),
	};
	const problem = problemOf(match, entry, compared.onlyTheirs);
	if (problem !== undefined) {
		return { ...base, result: 'unclear', remarks: [problem, ...remarks], entry: {} };
	}
	const result = Object.keys(entry).length === 0 ? 'as assumed' : 'differs';
	return { ...base, result, remarks, entry };
}

/** The name of a record's ID in the paths, by resource. */
function idNamesIn(matches: readonly Match[]): Map<string, string> {
	return new Map(
		matches.flatMap(({ resource, ids }) => {
			const name = ids.get(resource.idField)?.name;
			return name === undefined ? [] : [[resource.name, name] as const];
		}),
	);
}

function entryOf(
	{ operation, ids }: Match,
	{ method, path }: DescribedOperation,
	renamed: ReadonlyMap<string, string>,
	answer: { under?: string; fields: ReadonlyMap<string, string> },
	baseUrl: string,
): JsonObject {
	const there = [...ids].reduce(
		(at, [ours, { place, name }]) => (place === 'path' ? at.replace(`{${name}}`, `{${ours}}`) : at),
		belowBase(baseUrl)(path),
	);
	const parameters = Object.fromEntries([
		...[...ids].flatMap(([ours, { place, name }]) =>
			place === 'path' ? [] : [[ours, `${place}.${name}`]],
		),
		...renamed,
	]);
	const fields = Object.fromEntries(answer.fields);
	const answers = {
		...(answer.under !== undefined && { under: answer.under }),
		...(answer.fields.size > 0 && { fields }),
	};
	return {
		...(method !== operation.method && { method }),
		...(there !== operation.path && { path: there }),
		...(Object.keys(parameters).length > 0 && { parameters }),
		...(Object.keys(answers).length > 0 && { answer: answers }),
	};
}

/** Why an operation cannot be used as it was found; undefined when it can. */
function problemOf(
	{ id, operation }: Match,
	entry: JsonObject,
	onlyTheirs: readonly DescribedField[],
): string | undefined {
	try {
		readAddressMap({ [id]: entry });
	} catch (error) {
		if (!(error instanceof ViviInputError)) throw error;
		return `It cannot be mapped: ${error.message}`;
	}
	const canAdd = ['create', 'update', 'action'].includes(operation.kind);
	const needed = onlyTheirs.filter(
		({ required, place }) => required && !(canAdd && place === 'body'),
	);
	if (needed.length === 0) return undefined;
	return `It cannot be mapped, since it needs ${needed.map(({ id: name }) => name).join(', ')}.`;
}

function said(what: string, names: readonly string[]): string[] {
	return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}
