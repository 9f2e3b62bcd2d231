import type { HttpMethod } from '../http/port';
import type { JsonValue } from '../http/json';

/** The facts of an OpenAPI document that a call needs. */
export interface ApiDescription {
	title: string;
	operations: readonly DescribedOperation[];
	/** Operations that cannot be called from here; one sentence each gives the reason. */
	leftOut: readonly string[];
}

/** One operation of the document. A large document has thousands, so it holds little. */
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
	/** For `fieldsOf`: the fields as JSON text, which takes less memory than objects. */
	fieldsText: string;
}

/** The operation's answer, as far as the document describes it. */
export type AnswerKind = 'list' | 'record' | 'file' | 'nothing';

/**
 * The place of a value. `body` is JSON, `form` and `file` are texts and files of a multipart body,
 * `urlencoded` is an HTML form. A `file` or a `text` without a name is the whole body.
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

/** A value that an operation takes. */
export interface DescribedField {
	/** Place and name, such as `path.agentId`; only the place for a body without names. */
	id: string;
	place: FieldPlace;
	/** The name in the document; empty for a whole body. */
	name: string;
	/** Title Case. */
	label: string;
	type: DescribedType;
	/** One line, with a note where the document was not understood; may be empty. */
	help: string;
	required: boolean;
	/** Of a file in a form: whether there may be several. */
	several?: boolean;
	options?: ReadonlyArray<string | number | boolean>;
	default?: JsonValue;
}
