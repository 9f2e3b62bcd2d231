import { own } from '../client/values-under';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { follow } from './reference';

/** The meaning of a schema after its references and combinations. Its properties are still schemas. */
export interface SchemaShape {
	/** JSON Schema's names without `null`; empty where the schema names none. */
	types: ReadonlySet<string>;
	properties: ReadonlyMap<string, JsonValue>;
	required: ReadonlySet<string>;
	/** The only possible values. */
	choices?: readonly JsonValue[];
	items?: JsonValue;
	default?: JsonValue;
	format?: string;
	/** `contentMediaType` */
	media?: string;
	description?: string;
	readOnly: boolean;
	/** What could not be read, in words that complete "a part of it …". */
	problem?: string;
}

const NOTHING: SchemaShape = {
	types: new Set(),
	properties: new Map(),
	required: new Set(),
	readOnly: false,
};

/** How many schemas are read for one shape; real shapes need far fewer. */
const MOST_SCHEMAS = 400;

/**
 * Reads a schema: `allOf` is merged; a property in only one schema of `oneOf` or `anyOf` is
 * optional. References are followed, each schema once.
 */
export function shapeOf(root: JsonObject, schema: JsonValue | undefined): SchemaShape {
	return new ShapeReader(root).read(schema);
}

class ShapeReader {
	private left = MOST_SCHEMAS;
	private readonly open = new Set<JsonObject>();

	constructor(private readonly root: JsonObject) {}

	read(schema: JsonValue | undefined): SchemaShape {
		// `true` is a schema for any value.
		if (!isJsonObject(schema)) return NOTHING;
		if (this.open.has(schema)) return NOTHING;
		if (this.left-- <= 0) return { ...NOTHING, problem: 'has too many parts' };
		this.open.add(schema);
		const parts = [ownShape(schema), this.referred(schema)];
		for (const part of listIn(schema, 'allOf')) parts.push(this.read(part));
		for (const key of ['oneOf', 'anyOf']) {
			const branches = listIn(schema, key).filter((branch) => !isNull(branch));
			if (branches.length > 0) parts.push(either(branches.map((branch) => this.read(branch))));
		}
		parts.push(...this.subtypes(schema));
		this.open.delete(schema);
		return parts.reduce(both);
	}

	/** With a discriminator: the values of its property, and the properties of the schemas that it names. */
	private subtypes(schema: JsonObject): SchemaShape[] {
		const { propertyName, mapping } = ownObject(schema, 'discriminator');
		if (typeof propertyName !== 'string' || !isJsonObject(mapping)) return [];
		const named = Object.values(mapping).filter((name) => typeof name === 'string');
		if (named.length === 0) return [];
		const choice: JsonValue = { enum: Object.keys(mapping) };
		const references = named.map((name) => ({
			$ref: name.includes('/') ? name : `#/components/schemas/${name}`,
		}));
		return [
			{ ...NOTHING, properties: new Map([[propertyName, choice]]) },
			...(listIn(schema, 'oneOf').length > 0 || listIn(schema, 'anyOf').length > 0
				? []
				: [either(references.map((reference) => this.read(reference)))]),
		];
	}

	private referred(schema: JsonObject): SchemaShape {
		if (!Object.hasOwn(schema, '$ref')) return NOTHING;
		const target = follow(this.root, { $ref: schema['$ref']! });
		return 'value' in target ? this.read(target.value) : { ...NOTHING, problem: target.problem };
	}
}

function ownShape(schema: JsonObject): SchemaShape {
	const its = (key: string) => own(schema, key);
	const text = (key: string) => {
		const value = its(key);
		return typeof value === 'string' ? value : undefined;
	};
	const types = [its('type')].flat().filter((type): type is string => typeof type === 'string');
	const properties = its('properties');
	const choices = its('const') === undefined ? its('enum') : [its('const')!];
	const [format, description] = [text('format'), text('description')];
	// A file in base64 is sent as text.
	const media = its('contentEncoding') === undefined ? text('contentMediaType') : undefined;
	const items = its('items');
	const standard = its('default');
	return {
		types: new Set(types.filter((type) => type !== 'null')),
		properties: new Map(isJsonObject(properties) ? Object.entries(properties) : []),
		required: new Set(listIn(schema, 'required').filter((name) => typeof name === 'string')),
		readOnly: its('readOnly') === true,
		...(Array.isArray(choices) && { choices: choices.filter((choice) => choice !== null) }),
		...(items !== undefined && { items }),
		...(standard !== undefined && { default: standard }),
		...(format !== undefined && { format }),
		...(media !== undefined && { media }),
		...(description !== undefined && { description }),
	};
}

/** Merges two shapes; where only one value is possible, the first shape's counts. */
function both(first: SchemaShape, second: SchemaShape): SchemaShape {
	if (first === NOTHING) return second;
	if (second === NOTHING) return first;
	const properties = new Map(first.properties);
	for (const [name, schema] of second.properties) {
		const known = properties.get(name);
		properties.set(name, known === undefined ? schema : { allOf: [known, schema] });
	}
	const common = [...first.types].filter((type) => second.types.has(type));
	return {
		...second,
		...first,
		types: common.length > 0 ? new Set(common) : new Set([...first.types, ...second.types]),
		properties,
		required: new Set([...first.required, ...second.required]),
		readOnly: first.readOnly || second.readOnly,
	};
}

/**
 * The shape of a value that matches one of these: the properties of all, required if all require
 * them.
 */
function either(shapes: readonly SchemaShape[]): SchemaShape {
	const [first = NOTHING, ...rest] = shapes;
	if (rest.length === 0) return first;
	const found = new Map<string, JsonValue[]>();
	for (const shape of shapes) {
		for (const [name, schema] of shape.properties) {
			found.set(name, [...(found.get(name) ?? []), schema]);
		}
	}
	const properties = [...found].map(([name, schemas]): [string, JsonValue] => [
		name,
		schemas.length === 1 ? schemas[0]! : { anyOf: schemas },
	]);
	const isChoice = shapes.every(({ choices }) => choices !== undefined);
	const items = shapes.find((shape) => shape.items !== undefined)?.items;
	const problem = shapes.find((shape) => shape.problem !== undefined)?.problem;
	return {
		types: new Set(shapes.flatMap(({ types }) => [...types])),
		properties: new Map(properties),
		required: new Set(
			[...first.required].filter((name) => rest.every((one) => one.required.has(name))),
		),
		readOnly: shapes.every(({ readOnly }) => readOnly),
		...(isChoice && { choices: [...new Set(shapes.flatMap(({ choices = [] }) => choices))] }),
		...(items !== undefined && { items }),
		...(problem !== undefined && { problem }),
	};
}

function isNull(schema: JsonValue): boolean {
	return isJsonObject(schema) && (schema['type'] === 'null' || schema['const'] === null);
}

function ownObject(schema: JsonObject, key: string): JsonObject {
	const value = own(schema, key);
	return isJsonObject(value) ? value : {};
}

function listIn(schema: JsonObject, key: string): JsonValue[] {
	const value = own(schema, key);
	return Array.isArray(value) ? value : [];
}
