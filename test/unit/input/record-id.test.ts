import fc from 'fast-check';

import { catalogue, resources } from '../../../vivi/catalogue';
import { encodeId, fillPath } from '../../../vivi/address/path';
import { apiUrl } from '../../../vivi/address/url';
import { ViviInputError } from '../../../vivi/errors';
import {
	addressPattern,
	givenId,
	idAsText,
	readRecordId,
	readTypedId,
} from '../../../vivi/input/record-id';

const { agent } = catalogue;
const BASE = new URL('https://api.vivi.bot/v1');

/** The parts that make an ID leave its segment, mixed with arbitrary text. */
const part = fc.oneof(
	fc.constantFrom(
		...['/', '\\', '..', '.', ';', '..;', '?', '#', '%', '%2F', '%2f', '%5C', '%00', '%252F', ':'],
		...['@', ' ', 'é', '\u0000', '\n', '\u200b', 'agents', 'https://evil.example/agents/'],
	),
	fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const anyId = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));

/** What the path refuses, whoever gives it. */
const canBeSent = (id: string) => unlessRefused(() => encodeId(id, 'agentId')) !== undefined;

function unlessRefused<T>(act: () => T): T | undefined {
	try {
		return act();
	} catch (error) {
		expect(error).toBeInstanceOf(ViviInputError);
		expect((error as ViviInputError).field).toBe('agentId');
		return undefined;
	}
}

const addressOf = (id: string) =>
	apiUrl(
		BASE,
		fillPath('/accounts/{accountId}/agents/{agentId}', { accountId: 'acc', agentId: id }),
	);

it('reads every ID back from the own address of the record, x/y and x%2Fy apart', () => {
	fc.assert(
		fc.property(anyId, (id) => {
			fc.pre(canBeSent(id));
			const read = (value: string) => readRecordId(givenId(value, 'address'), agent);
			expect(read(addressOf(id))).toBe(id);
			// An ID that is the name of the list makes the next segment the ID.
			const further = ` ${addressOf(id)}/edit?tab=/agents/other#top`;
			expect(read(further)).toBe(id === 'agents' ? 'edit' : id);
			const pasted = idAsText(id, agent, BASE.href);
			expect(readRecordId(pasted, agent)).toBe(id);
		}),
		{ numRuns: 2000, examples: [['x/y'], ['x%2Fy'], ['agent:42'], ['ü b'], [' x']] },
	);
});

it('believes an ID from a list, whatever is in it', () => {
	fc.assert(
		fc.property(anyId, (id) => {
			expect(readRecordId(givenId(id, 'list'), agent)).toBe(id);
		}),
	);
});

it('lets no text leave its segment, however often the path is decoded on its way', () => {
	fc.assert(
		fc.property(anyId, (text) => {
			const id = unlessRefused(() => readRecordId(givenId(text, 'text'), agent));
			const segment = id && unlessRefused(() => encodeId(id, 'agentId'));
			if (!segment) return;
			let path = segment;
			for (let hop = 0; hop < 3; hop++) {
				const { pathname, search, hash } = new URL(`https://h.example/agents/${path}`);
				expect(pathname.split('/')).toHaveLength(3);
				expect(pathname.startsWith('/agents/') && search + hash === '').toBe(true);
				expect(path).not.toMatch(/[\u0000-\u001f\u007f]/);
				path = unescaped(path);
			}
		}),
		{ numRuns: 5000, examples: [['x/y'], ['..;'], ['%2e%2e'], ['a%00'], ['a%252Fb']] },
	);
});

/** As gateways decode, which leave alone what is broken. */
function unescaped(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

it.each([
	...['a/b', 'a\\b', 'x%2Fy', 'a%00', 'agents/42', 'a?b', 'a#b', '%2e%2e', 'https://h/agents/42'],
	...[2 ** 60, 1.5, true, {}, ['a']],
])('refuses %j as text and says how such a record is chosen', (given) => {
	expect(() => readTypedId(given, 'agentId')).toThrow(
		expect.objectContaining({ code: 'invalid_id', field: 'agentId' }),
	);
});

it.each([
	['\u200b agt_1\ufeff\u00a0', 'agt_1'],
	[42, '42'],
	['', ''],
	[' \u200b', ''],
	[null, ''],
	[undefined, ''],
	['100%', '100%'],
	['a:b;c@d', 'a:b;c@d'],
])('reads %j as the text %j', (given, id) => expect(readTypedId(given, 'agentId')).toBe(id));

it.each([
	'https://h.example/prompts/1',
	'agt_1',
	'https://h.example/agents/',
	'https://h/agents/%zz',
])('refuses %j as the address of an agent', (value) => {
	expect(() => readRecordId(givenId(value, 'address'), agent)).toThrow(
		expect.objectContaining({ code: 'invalid_id', field: 'agentId' }),
	);
});

it('has a pattern for each resource that n8n can use, too', () => {
	for (const resource of resources) {
		const address = `https://h.example/${resource.segment}/agent%3A42/x`;
		expect(new RegExp(addressPattern(resource)).exec(address)![1]).toBe('agent%3A42');
	}
});
