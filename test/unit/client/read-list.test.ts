import fc from 'fast-check';
import { readId, readList, readRecord } from '../../../vivi/client/read-list';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { ViviApiError } from '../../../vivi/errors';
import { thrown } from '../../support/thrown';

const shape = { plural: 'Knowledge Bases', idField: 'knowledgeBaseId' };
const records = [{ id: '1' }, { id: '2' }];

describe('readList', () => {
	it.each<[string, JsonValue]>([
		['a bare array', records],
		...['data', 'items', 'results', 'records', 'knowledgeBases'].map((key): [string, JsonValue] => [
			key,
			{ [key]: records, meta: {} },
		]),
		['knowledge-bases', { 'knowledge-bases': records }],
		['knowledge_bases', { knowledge_bases: records }],
		['data.items', { data: { items: records } }],
		['data.knowledgeBases', { data: { knowledgeBases: records } }],
		['a list next to an object under data', { data: { total: 2 }, items: records }],
	])('reads %s', (_, body) => expect(readList(body, shape)).toBe(findRecords(body)));

	it.each<[JsonValue]>([
		[{ data: [] }],
		[null],
		[{ knowledgeBases: null, total: 0 }],
		[{ data: null }],
		[{ data: null, error: null, success: true, code: 0, status: 'ok' }],
		[{ data: { items: null } }],
		[{ results: null, status: 200 }],
		[{ data: [], status: 'published', code: 1 }],
	])('reads %j as an empty list', (body) => expect(readList(body, shape)).toEqual([]));

	it.each<[JsonValue]>([
		[{ data: null, error: 'The token has expired' }],
		[{ data: null, success: false }],
		[{ data: null, code: 401, message: 'Sign in' }],
		[{ data: null, status: 'error' }],
		[{ data: null, statusCode: 500 }],
		[{ data: null, ok: false }],
		[{ agent: null }],
		[{ data: { agent: null } }],
		[[null]],
		[{ data: [], status: 'error', message: 'The database is away' }],
		[{ data: [], code: 503 }],
		[{ items: [], statusCode: '500' }],
		[{ data: [], code: 'INTERNAL_ERROR' }],
		[{ data: [], ok: false }],
	])('does not take %j for an empty list', (body) =>
		expect(thrown(() => readList(body, shape))).toMatchObject({ code: 'unexpected_answer' }),
	);

	it.each<[string, JsonValue | undefined, RegExp]>([
		['an object', { agents: [], token: 'hunter2' }, /without a list.*'agents', 'token'/],
		['an empty object', {}, /an empty object/],
		['a list of texts', ['hunter2'], /something else than records/],
		['no answer', undefined, /nothing/],
		['a text', 'hunter2', /a single value/],
	])('refuses %s, naming keys and no values', (_, body, message) => {
		const error = thrown(() => readList(body, shape));
		expect(error).toMatchObject({
			code: 'unexpected_answer',
			message: expect.stringMatching(message),
		});
		expect(error.message + error.hint).not.toContain('hunter2');
	});

	it('says why the answer declines, in words that hold no secret', () => {
		const message = 'The plan ended; client_secret=hunter2 was ignored';
		const error = thrown(() => readList({ success: false, message }, shape));
		expect(error.message).toMatch(/declined it: “The plan ended; client_secret=\[hidden\]/);
	});

	it('takes no list for an empty one when the answer declines', () => {
		const error = thrown(() => readList({ success: false, message: 'Away', data: [] }, shape));
		expect(error.message).toMatch(/declined it: “Away”/);
		const partial = { data: records, errors: ['Some are missing'] };
		expect(readList(partial, shape)).toBe(records);
	});

	it('never throws anything but a ViviApiError, and never invents records', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				try {
					const list = readList(body as JsonValue, shape);
					const text = JSON.stringify(body);
					expect(list.length > 0 || !text.includes('null') ? text : '[]').toContain(
						JSON.stringify(list),
					);
				} catch (error) {
					expect(error).toBeInstanceOf(ViviApiError);
				}
			}),
		);
	});
});

describe('readId', () => {
	it.each<[JsonObject, string | undefined]>([
		[{ id: 'a', _id: 'b' }, 'a'],
		[{ _id: 'b' }, 'b'],
		[{ uuid: 'c' }, 'c'],
		[{ knowledgeBaseId: 7 }, '7'],
		[{ knowledge_base_id: 'd' }, 'd'],
		[{ id: '', uuid: 'c' }, 'c'],
		[{ id: 0 }, '0'],
		// Once read from JSON, it is no longer the number that was written.
		[{ id: 2 ** 53, uuid: 'c' }, 'c'],
		[{ id: 2 ** 53 }, undefined],
		[{ id: null, name: 'x' }, undefined],
		[{ agentId: 'x' }, undefined],
	])('%j → %s', (record, id) => expect(readId(record, shape)).toBe(id));
});

describe('readRecord', () => {
	const resource = { name: 'knowledgeBase', idField: 'knowledgeBaseId' };
	const record = { id: 'kb', data: { a: 1 } };
	it.each<[string, JsonObject]>([
		['bare', record],
		['under data', { data: record, meta: {} }],
		['alone in a list under data', { data: [record] }],
		['under result', { result: record }],
		['under its name', { knowledgeBase: record }],
		['under its name in kebab case', { 'knowledge-base': record }],
		['under data and its name', { data: { knowledge_base: record } }],
	])('reads one %s', (_, body) => expect(readRecord(body, resource)).toEqual(record));

	it('leaves what it does not know as it is', () => {
		expect(readRecord({ queued: true }, resource)).toEqual({ queued: true });
	});
});

function findRecords(body: JsonValue): JsonValue {
	const found = (function find(value: JsonValue): JsonValue | undefined {
		if (value === records) return value;
		return typeof value === 'object' && value !== null
			? Object.values(value).map(find).find(Boolean)
			: undefined;
	})(body);
	return found!;
}
