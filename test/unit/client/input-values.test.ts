import fc from 'fast-check';

import { agent } from '../../../vivi/catalogue/agent';
import { knowledgeBase } from '../../../vivi/catalogue/knowledge-base';
import type { FieldType, Operation } from '../../../vivi/catalogue/types';
import { user } from '../../../vivi/catalogue/user';
import { requestBody } from '../../../vivi/client/input-values';
import { operationsOf } from '../../../vivi/catalogue';
import { takesJson } from '../../../vivi/catalogue/form';
import { thrown } from '../../support/thrown';

const create = agent.operations.create;
const update = agent.operations.update;
const invite = user.operations.invite;
const reindex = knowledgeBase.operations.reindex;

/** An operation with one field of that type. */
const operationWith = (type: FieldType): Operation => ({
	...create,
	fields: [{ name: 'value', label: 'Value', type, help: '' }],
});

/** An object of so many levels. */
function nested(levels: number): object {
	return levels === 1 ? {} : { a: nested(levels - 1) };
}

describe('requestBody', () => {
	it('sends what was filled in and nothing else', () => {
		expect(
			requestBody(create, { name: 'Ann', description: ' ', citations: false, other: 1 }),
		).toEqual({ name: 'Ann', citations: false });
	});

	it('leaves text as it is, braces, blanks and line breaks included', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
				const given = `{{x}} ${text}\n`;
				expect(requestBody(create, { name: given })).toEqual({ name: given });
			}),
		);
	});

	it.each<[FieldType, unknown, unknown]>([
		['number', ' 5 ', 5],
		['boolean', 'False', false],
		['json', '{"a":1}', { a: 1 }],
		['json', { a: 1 }, { a: 1 }],
		['reference', ' id ', 'id'],
		['reference', 7, '7'],
		['references', ['a', ' b '], ['a', 'b']],
		['references', 'a, b,', ['a', 'b']],
		['url', ' https://example.com ', 'https://example.com'],
		['email', 'ada@example.com ', 'ada@example.com'],
		[
			'urls',
			'https://a.example/1, https://a.example/2',
			['https://a.example/1', 'https://a.example/2'],
		],
		['texts', 'name\nstatus', ['name', 'status']],
		['boolean', 'yes', true],
		['dateTime', '2026-02-28', '2026-02-28'],
		['dateTime', new Date(0), '1970-01-01T00:00:00.000Z'],
	])('reads a %s from %j', (type, given, read) => {
		expect(requestBody(operationWith(type), { value: given })).toEqual({ value: read });
	});

	it.each<[FieldType, unknown, string]>([
		['number', 'five', "'Value' is not a number."],
		['boolean', 'maybe', "'Value' is neither true nor false."],
		['json', '{', "'Value' is not valid JSON."],
		['json', '[1]', "'Value' is not a JSON object."],
		['json', nested(101), "'Value' is nested more than 100 levels deep."],
		['json', JSON.stringify(nested(101)), "'Value' is nested more than 100 levels deep."],
		['string', { a: 1 }, "'Value' is not text."],
		['string', 2 ** 53, "'Value' is a number that is not exact."],
		['reference', 2 ** 53, "'Value' is a number that is not exact."],
		['email', 'ada', "'Value' is not an email address."],
		['email', 'a@x.org,b', "'Value' is not an email address."],
		['email', 'mailto:a@x.org', "'Value' is not an email address."],
		['email', '<a@x.org>', "'Value' is not an email address."],
		['url', 'example.com', "'Value' is not a web address."],
	])('refuses as %s: %j', (type, given, message) => {
		expect(thrown(() => requestBody(operationWith(type), { value: given }))).toMatchObject({
			code: 'invalid_value',
			field: 'value',
			message,
		});
	});

	it('knows an option by its label; one that it does not know comes by the additional properties', () => {
		const invitation = (given: object) => requestBody(invite, { email: 'a@b', ...given });
		expect(invitation({ role: 'workspace admin' }).role).toBe('workspaceAdmin');
		expect(thrown(() => invitation({ role: 'auditor' }))).toMatchObject({
			code: 'unknown_choice',
			field: 'role',
		});
		expect(invitation({ additionalProperties: { role: 'auditor' } }).role).toBe('auditor');
	});

	it('names a required field that is empty', () => {
		expect(thrown(() => requestBody(create, { name: ' ' }))).toMatchObject({
			code: 'missing_value',
			field: 'name',
			message: "'Name' is empty.",
		});
	});

	it('asks for a field only where it applies', () => {
		const url = 'https://www.example.com/help';
		for (const scope of ['Page', ' page ', 'PAGE\u200b', 'page']) {
			expect(requestBody(reindex, { scope, url })).toEqual({ scope: 'page', url });
			expect(thrown(() => requestBody(reindex, { scope })).field).toBe('url');
		}
		for (const scope of ['site', 'Whole Site', 'whole-site']) {
			expect(requestBody(reindex, { scope, url: 'left over' })).toEqual({ scope: 'site' });
		}
		const additionalProperties = '{"scope":"page"}';
		expect(requestBody(reindex, { scope: 'site', url, additionalProperties })).toEqual({
			scope: 'page',
			url,
		});
	});

	it('adds further properties, which win and may stand in for a required field', () => {
		const additionalProperties = '{"name":"B","tags":["x"],"__proto__":{"y":1}}';
		const body = requestBody(create, { name: 'A', additionalProperties });
		expect(JSON.stringify(body)).toBe('{"name":"B","tags":["x"],"__proto__":{"y":1}}');
		expect(requestBody(create, { additionalProperties: { name: 'C' } })).toEqual({ name: 'C' });
	});

	it('refuses a number alone as further properties, however long', () => {
		const additionalProperties = '12345678901234567890';
		expect(thrown(() => requestBody(create, { name: 'A', additionalProperties })).code).toBe(
			'invalid_value',
		);
	});

	it('refuses further properties that are no object', () => {
		expect(
			thrown(() => requestBody(create, { name: 'A', additionalProperties: '[1]' })),
		).toMatchObject({
			code: 'invalid_value',
			field: 'additionalProperties',
			message: "'Additional Properties' is not a JSON object.",
		});
	});

	it('refuses an update that changes nothing', () => {
		expect(thrown(() => requestBody(update, { name: '' })).code).toBe('nothing_to_update');
		expect(requestBody(update, { additionalProperties: { description: null } })).toEqual({
			description: null,
		});
	});
});

it('only operations with a JSON body take additional properties', () => {
	expect(
		operationsOf(agent)
			.filter(takesJson)
			.map(({ name }) => name),
	).toEqual(['create', 'duplicate', 'publish', 'update']);
});
