import type { Endpoint } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import { ApiError } from './errors';

/** What a service does with the query parameters that filter a list. */
export type FilterStyle =
	| 'honoured'
	| 'ignored'
	/** With 400. */
	| 'refused';

/**
 * The condition on the records in the query of a list; undefined if the query asks for all.
 * @throws ApiError 400 if filters are refused, or if a value is no moment
 */
export function wantedBy(
	{ fields }: Endpoint,
	query: Record<string, string | string[] | undefined>,
	style: FilterStyle,
): ((record: JsonObject) => boolean) | undefined {
	const given = fields
		.filter((field) => field.in === 'query' && field.name !== 'search')
		.flatMap(({ name }) => (typeof query[name] === 'string' ? [{ name, value: query[name] }] : []));
	if (given.length === 0 || style === 'ignored') return undefined;
	if (style === 'refused') {
		throw new ApiError(400, 'invalid_query', `'${given[0]!.name}' is not known here.`);
	}
	const tests = given.map(({ name, value }) => testOf(name, value));
	return (record) => tests.every((test) => test(record));
}

function testOf(name: string, value: string): (record: JsonObject) => boolean {
	const [, of, side] = /^(created|updated)(After|Before)$/.exec(name) ?? [];
	if (of === undefined) return (record) => String(record[name]) === value;
	const moment = Date.parse(value);
	if (Number.isNaN(moment)) throw new ApiError(400, 'invalid_query', `'${name}' is no moment.`);
	return (record) => {
		const own = Date.parse(String(record[`${of}At`]));
		return side === 'After' ? own >= moment : own < moment;
	};
}
