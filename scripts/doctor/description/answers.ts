import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';
import { operationKey } from '../../../vivi/openapi/operation-key';
import { operationsIn } from '../../../vivi/openapi/operations-in';
import { parseDocument } from '../../../vivi/openapi/parse-document';
import { follow } from '../../../vivi/openapi/reference';
import { shapeOf, type SchemaShape } from '../../../vivi/openapi/schema-shape';

/** What a document says about the answer of an operation when it succeeds. */
export interface DescribedAnswer {
	/** The names of an object's properties, each with those of what it holds; empty for a bare list. */
	properties: ReadonlyMap<string, { isList: boolean; fields: readonly string[] }>;
	/** The fields of the records of a bare list. */
	items: readonly string[];
}

/** The answers of all operations of a document, by method and path as the core's index writes them. */
export function readAnswers(text: string, url?: URL): Map<string, DescribedAnswer> {
	const root = parseDocument(text);
	const answers = new Map<string, DescribedAnswer>();
	for (const { method, path, operation } of operationsIn(root, url)) {
		const answer = answerOf(root, schemaOf(root, operation));
		if (answer) answers.set(operationKey({ method, path }), answer);
	}
	return answers;
}

function schemaOf(root: JsonObject, { responses }: JsonObject): JsonValue | undefined {
	if (!isJsonObject(responses)) return undefined;
	const [status] = Object.keys(responses)
		.filter((code) => /^2/.test(code))
		.sort();
	const followed = status === undefined ? undefined : follow(root, responses[status]);
	if (!followed || !('value' in followed)) return undefined;
	const { schema, content } = followed.value;
	if (schema !== undefined) return schema;
	const json = Object.entries(isJsonObject(content) ? content : {}).find(([type]) =>
		/[/+]json\b|^\*\/\*/i.test(type),
	);
	return isJsonObject(json?.[1]) ? json[1]['schema'] : undefined;
}

function answerOf(root: JsonObject, schema: JsonValue | undefined): DescribedAnswer | undefined {
	if (schema === undefined) return undefined;
	const shape = shapeOf(root, schema);
	if (isList(shape)) return { properties: new Map(), items: fieldsOf(root, shape.items) };
	const properties = [...shape.properties].map(([name, inner]) => {
		const held = shapeOf(root, inner);
		const fields = isList(held) ? fieldsOf(root, held.items) : [...held.properties.keys()];
		return [name, { isList: isList(held), fields }] as const;
	});
	return properties.length === 0 ? undefined : { properties: new Map(properties), items: [] };
}

function isList({ types, items }: SchemaShape): boolean {
	return types.has('array') || items !== undefined;
}

function fieldsOf(root: JsonObject, schema: JsonValue | undefined): string[] {
	return [...shapeOf(root, schema).properties.keys()];
}
