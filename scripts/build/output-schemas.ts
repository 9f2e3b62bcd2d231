import { groups, offeredOf } from '../../vivi/catalogue';
import { settingsOf } from '../../vivi/catalogue/form';
import { simplify } from '../../vivi/catalogue/settings';
import type { Group, Operation, Output, OutputField, Resource } from '../../vivi/catalogue/types';
import type { ViviEvent } from '../../vivi/changes/event';
import { isJsonObject, type JsonObject, type JsonValue } from '../../vivi/http/json';

/** Where n8n looks for the schemas of version 1 of a node, relative to the node's own folder. */
export const SCHEMA_FOLDER = '__schema__/v1.0.0';

/** The schemas of all nodes by their files in the package. A trigger has one for its whole output. */
export function schemaFiles(): Record<string, JsonObject> {
	const operations = Object.entries(outputSchemas()).map(([file, schema]) => [
		`dist/nodes/Vivi/${SCHEMA_FOLDER}/${file}`,
		schema,
	]);
	return {
		...Object.fromEntries(operations),
		[`dist/nodes/ViviTrigger/${SCHEMA_FOLDER}.json`]: eventSchema(),
		[`dist/nodes/ViviToolTrigger/${SCHEMA_FOLDER}.json`]: toolCallSchema(),
	};
}

/**
 * What each operation of the node gives, as JSON Schema, by the file that n8n reads it from
 * (`<resource>/<operation>.json`); the editor previews it before anything has run. Reads are
 * described as they are by default, simplified. API Request and API Operation have none: their answers may be
 * anything.
 */
export function outputSchemas(): Record<string, JsonObject> {
	const schemas = Object.values<Group>(groups).flatMap((group) =>
		offeredOf(group)
			.filter(({ kind }) => kind !== 'request' && kind !== 'described')
			.map((operation) => [
				`${group.name}/${operation.name}.json`,
				schemaOfChoice(group, operation),
			]),
	);
	return Object.fromEntries(schemas) as Record<string, JsonObject>;
}

function schemaOfChoice(group: Group, operation: Operation): JsonObject {
	if (operation.kind === 'delete') return DELETED;
	const { fields, sample, records } = operation.output ?? outputOf(group);
	const given = settingsOf(operation).includes(simplify)
		? fields.filter(({ simple }) => simple)
		: fields;
	return objectSchema({
		// An item is one of those records, or a record beside them; the schema names the fields of both.
		...(records && propertiesOf(records.fields, records.sample)),
		...propertiesOf(given, sample),
	});
}

/** The records of the resource; for anything else, the fields that every operation gives. */
function outputOf(group: Group): Output {
	if ('output' in group)
		return { fields: (group as Resource).output, sample: (group as Resource).sample };
	return {
		fields: [{ name: 'success', label: 'Success', type: 'boolean' }],
		sample: { success: true },
	};
}

/** Every delete of the node answers the same. */
const DELETED = objectSchema({ deleted: { type: 'boolean' } });

/** The trigger may watch any resource, so the schema names no fields of the record. */
export function eventSchema(): JsonObject {
	const text = { type: 'string' };
	const record = { type: 'object' };
	return objectSchema({
		...{ eventId: text, event: text, resource: text, id: text, workspaceId: text },
		...{ knowledgeBaseId: text, threadId: text },
		...{ occurredAt: text, changedFields: { type: 'array', items: text } },
		...{ before: record, after: record, record },
	} satisfies Record<keyof ViviEvent, JsonObject>);
}

/** The fields of `input` are those that a person gives the tool. */
function toolCallSchema(): JsonObject {
	const [text, object] = [{ type: 'string' }, { type: 'object' }];
	return objectSchema({
		...{ tool: text, input: object, conversationId: { type: ['string', 'null'] } },
		...{ other: object, headers: object },
	});
}

function objectSchema(properties: JsonObject): JsonObject {
	return { type: 'object', properties, version: 1 };
}

function propertiesOf(fields: readonly OutputField[], sample: JsonObject): JsonObject {
	return Object.fromEntries(
		fields.map(({ name, type }) => [name, propertyOf(type, sample[name] ?? null)]),
	);
}

/** Anything may be null; the sample says what a list or an object holds. */
function propertyOf(type: OutputField['type'], sample: JsonValue): JsonObject {
	if (type === 'dateTime') return { type: ['string', 'null'] };
	if (type === 'array' || type === 'object') {
		const shape = schemaOf(sample);
		return shape.type === type ? shape : { type };
	}
	return { type: [type, 'null'] };
}

function schemaOf(value: JsonValue): JsonObject {
	if (Array.isArray(value)) {
		const [first] = value;
		return { type: 'array', ...(first === undefined ? {} : { items: schemaOf(first) }) };
	}
	if (isJsonObject(value)) {
		const properties = Object.entries(value).map(([name, inner]) => [name, schemaOf(inner)]);
		return { type: 'object', properties: Object.fromEntries(properties) };
	}
	return { type: value === null ? 'null' : typeof value };
}
