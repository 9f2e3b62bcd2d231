import type { HttpMethod } from '../http/port';
import type { JsonValue } from '../http/json';

/** What an OpenAPI document tells of an API, as far as it is needed to call it. */
export interface ApiDescription {
	title: string;
	operations: readonly DescribedOperation[];
	/** Operations that cannot be called from here, with the reason; a sentence each. */
	leftOut: readonly string[];
}

/** One operation of the document. A large document has thousands, so it is kept small. */
export interface DescribedOperation {
	method: HttpMethod;
	/** With the path of the document's `servers`; `{…}` are its path parameters. */
	path: string;
	/** One line; empty where the document has none. */
	summary: string;
	tags: readonly string[];
	/** `operationId`; empty where the document has none. */
	id: string;
	answers: AnswerKind;
	/** For `fieldsOf`: the fields as JSON text, which takes less memory than the objects. */
	fieldsText: string;
}

/** What an operation answers with, as far as the document says. */
export type AnswerKind = 'list' | 'record' | 'file' | 'nothing';

/**
 * Where a value goes. `body` is JSON, `form` and `file` are texts and files of a multipart body,
 * `urlencoded` is an HTML form. A `file` without a name is the whole body, as `text` is.
 */
export const FIELD_PLACES = [
	'path',
	'query',
	'header',
	'body',
	'form',
	'file',
	'urlencoded',
	'text',
] as const;
export type FieldPlace = (typeof FIELD_PLACES)[number];

export type DescribedType =
	| 'string'
	| 'number'
	| 'boolean'
	| 'date'
	| 'dateTime'
	/** One of `options`. */
	| 'options'
	/** Several values, as a JSON array. */
	| 'list'
	/** A JSON object. */
	| 'object'
	/** Any JSON. */
	| 'json'
	| 'file';

/** Something that an operation takes. */
export interface DescribedField {
	/** Place and name, such as `path.agentId`; the place alone for a body that has no names. */
	id: string;
	place: FieldPlace;
	/** As the document writes it; empty for a whole body. */
	name: string;
	/** Title Case. */
	label: string;
	type: DescribedType;
	/** One line, with a note where the document could not be understood; may be empty. */
	help: string;
	required: boolean;
	options?: ReadonlyArray<string | number | boolean>;
	default?: JsonValue;
}
