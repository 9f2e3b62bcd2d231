import type { JsonObject, JsonValue } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import type { DescribedField, DescribedType, FieldPlace } from './described';
import { fieldId } from './field-id';
import { labelOf } from './label';
import { shapeOf, type SchemaShape } from './schema-shape';

/** The longest help text, in characters; a person can read the rest in the document. */
const LONGEST_HELP = 160;
/** The most values of a choice; a person types the value of a longer list. */
const MOST_OPTIONS = 300;

const SEPARATORS: Readonly<Record<string, string>> = {
	',': 'commas',
	' ': 'blanks',
	'|': 'the sign |',
	'\t': 'tabs',
};

/** The shared properties of all places in a document that describe a value. */
export interface Described {
	place: FieldPlace;
	name: string;
	schema: JsonValue | undefined;
	required: boolean;
	description?: JsonValue | undefined;
	/** The separator, where several values become one text. */
	separator?: string | undefined;
	/** A note for the help text. */
	note?: string;
}

/**
 * A field for a value of the document.
 * @returns undefined for a read-only value
 */
export function fieldOf(root: JsonObject, described: Described): DescribedField | undefined {
	const { name, required } = described;
	const shape = shapeOf(root, described.schema);
	if (shape.readOnly) return undefined;
	const options = optionsOf(shape);
	const several = described.place === 'form' && isFile(root, shape.items);
	const type = several ? 'file' : options ? 'options' : typeOf(shape, described);
	const place = type === 'file' ? 'file' : described.place;
	const standard = shape.default;
	const isPlain = typeof standard !== 'object' && standard !== undefined;
	return {
		id: fieldId(place, name),
		place,
		name,
		label: labelOf(name),
		type,
		help: helpOf(shape, described, type),
		required,
		...(options && type === 'options' && { options }),
		...(several && { several }),
		...(isPlain && { default: standard }),
	};
}

/** Whether a schema describes the content of a file. */
export function isFile(root: JsonObject, schema: JsonValue | undefined): boolean {
	return holdsFile(shapeOf(root, schema));
}

function holdsFile(shape: SchemaShape): boolean {
	const { types, format, media = '' } = shape;
	const type = types.size === 0 ? 'string' : onlyType(shape);
	if (type !== 'string') return type === 'file';
	return format === 'binary' || (media !== '' && !/json/i.test(media));
}

function optionsOf({ choices, types }: SchemaShape): DescribedField['options'] | undefined {
	if (!choices || choices.length === 0 || choices.length > MOST_OPTIONS) return undefined;
	const isPlain = choices.every((choice) => typeof choice !== 'object' && choice !== '');
	// A choice between true and false is a boolean.
	if (!isPlain || (types.size === 1 && types.has('boolean'))) return undefined;
	return [...new Set(choices)] as Array<string | number | boolean>;
}

function typeOf(shape: SchemaShape, { place, separator }: Described): DescribedType {
	const { types, format } = shape;
	const isText = place === 'path' || place === 'header';
	const type = onlyType(shape) ?? (place !== 'body' && types.has('string') ? 'string' : undefined);
	if (place === 'form' && holdsFile(shape)) return 'file';
	switch (type) {
		case 'string':
		case 'file':
			if (format === 'date-time') return 'dateTime';
			return format === 'date' ? 'date' : 'string';
		case 'integer':
			// A text keeps all digits, a JavaScript number may not.
			return format === 'int64' && place !== 'body' ? 'string' : 'number';
		case 'number':
		case 'boolean':
			return type;
		case 'array':
			return isText || separator !== undefined ? 'string' : 'list';
		case 'object':
			return 'object';
		default:
			// A value that is sent as text needs no quotes.
			return types.size === 0 && place !== 'body' ? 'string' : 'json';
	}
}

/** The single type of a value; undefined when several types with different notations are possible. */
function onlyType({ types, properties, items }: SchemaShape): string | undefined {
	if (types.size === 0) {
		if (properties.size > 0) return 'object';
		return items === undefined ? undefined : 'array';
	}
	const [first] = types;
	if (types.size === 1) return first;
	const isOneOf = (...known: string[]) => [...types].every((type) => known.includes(type));
	if (isOneOf('integer', 'number')) return 'number';
	return isOneOf('string', 'integer', 'number') ? 'string' : undefined;
}

function helpOf(
	shape: SchemaShape,
	{ description, separator, note = '' }: Described,
	type: string,
): string {
	const given = typeof description === 'string' ? description : (shape.description ?? '');
	const notes = [
		separator !== undefined && onlyType(shape) === 'array'
			? `Several are separated by ${SEPARATORS[separator]}.`
			: '',
		note,
		shape.problem === undefined ? '' : `JSON, since a part of it ${shape.problem}.`,
		type === 'json' && shape.problem === undefined && shape.types.size > 1
			? `JSON: one of ${[...shape.types].join(', ')}.`
			: '',
	].filter(Boolean);
	return [shortened(plainText(given.slice(0, 1000)), LONGEST_HELP), ...notes]
		.filter(Boolean)
		.join(' ');
}
