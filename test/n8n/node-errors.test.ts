import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { CredentialError } from '../../nodes/Vivi/shared/credential-error';
import { failedItem, toNodeError } from '../../nodes/Vivi/shared/node-errors';
import { exchangeRefused } from '../../vivi/auth/exchange-refused';
import { exchangeUnanswered } from '../../vivi/auth/exchange-unanswered';
import { unusableAnswer } from '../../vivi/auth/exchange-unusable';
import { ViviApiError, ViviInputError } from '../../vivi/errors';
import { NetworkFailure, type NetworkFailureKind } from '../../vivi/http/port';

const node = (type = 'n8n-nodes-vivi.vivi'): INode => ({
	...{ id: '1', name: 'VIVI', typeVersion: 1, position: [0, 0], parameters: {} },
	type,
});

/** What n8n replaces a text for, as its own source has it. */
const replaced = (() => {
	const file = require
		.resolve('n8n-workflow')
		.replace(/index\.js$/, 'errors/abstract/node.error.js');
	const [, list = ''] = /COMMON_ERRORS = \{(.*?)\n\};/s.exec(readFileSync(file, 'utf8')) ?? [];
	return [...list.matchAll(/^\s*([A-Z_]+):/gm)].map(([, code]) => code!);
})();

/** The texts of docs/faults.md, which a run of the fault matrix wrote. */
const documented = readFileSync(join(__dirname, '../../docs/faults.md'), 'utf8')
	.split('## The texts')[1]!
	.split('\n')
	.flatMap((line) => /^\| `\w+`\s*\| (.*?)\s*\| (.*?)\s*\|$/.exec(line)?.slice(1, 3) ?? []);

/** Texts that hold one of n8n's codes somewhere, amid a word as well, in any case. */
const texts = fc
	.tuple(fc.string(), fc.constantFrom(...replaced), fc.string(), fc.array(fc.boolean()))
	.map(([before, code, after, upper]) =>
		[before, [...code].map((c, at) => (upper[at] ? c : c.toLowerCase())).join(''), after].join(''),
	);

it("knows n8n's list", () => {
	expect(replaced).toEqual(expect.arrayContaining(['EPERM', 'ENOENT', 'GETADDRINFO']));
	expect(documented.length).toBeGreaterThan(100);
});

describe.each([
	['of the API', ViviApiError],
	['of an input', ViviInputError],
])('an error %s', (_, Type) => {
	const made = (message: string, hint: string, type?: string) =>
		toNodeError(node(type), new Type({ code: 'x', message, hint, status: 403 }), 0);

	it('says what we wrote, whatever words are in it', () => {
		fc.assert(
			fc.property(texts, texts, (message, hint) => {
				const error = made(message, hint);
				expect(error.message).toBe(`${message} [item 0]`);
				expect(error.description).toBe(hint);
				expect(error.context).toMatchObject({ itemIndex: 0 });
				expect(failedItem(error, 0).json).toMatchObject({ error: error.message, message: hint });
			}),
			{ numRuns: 300 },
		);
	});

	it('says so to the agent that uses the node as its tool', () => {
		fc.assert(
			fc.property(texts, (message) => {
				const error = made(message, 'Do this.', 'n8n-nodes-vivi.viviTool');
				// n8n-core 2.41.1, get-input-connection-data.js
				expect(new NodeOperationError(node(), error).message).toBe(`${message} [item 0]`);
			}),
			{ numRuns: 300 },
		);
	});

	it('says every text that the faults lead to', () => {
		const shown = documented.map((text) => made(text, 'Do this.').message);
		expect(shown).toEqual(documented.map((text) => `${text} [item 0]`));
	});
});

describe('a text of the token exchange, which n8n wraps by itself', () => {
	const kinds: NetworkFailureKind[] = [
		...(['dns', 'refused', 'reset', 'timeout', 'tls', 'aborted', 'blocked'] as const),
		...(['oversized', 'network'] as const),
	];
	const bodies = ['invalid_client', 'invalid_target', 'unauthorized_client', 'invalid_request'];
	const answers = [301, 302, 400, 401, 403, 404, 407, 408, 415, 418, 429, 500, 503].flatMap(
		(status) =>
			[...bodies.map((error) => JSON.stringify({ error })), '<!doctype html>Sign in'].map(
				(body) => ({ status, headers: {}, body }),
			),
	);
	const reasons = [
		...kinds.map((kind) => exchangeUnanswered(new NetworkFailure(kind))),
		...answers.map((answer) => exchangeRefused(answer, 0)),
		...(['token_answer_not_json', 'token_missing', 'token_malformed'] as const).map((code) =>
			unusableAnswer(code, 200),
		),
		unusableAnswer('token_type_unsupported', 200),
	];

	it('is shown as it is', () => {
		const wrapped = reasons.map(
			(reason) => new NodeApiError(node(), new CredentialError(reason) as never).message,
		);
		expect(wrapped).toEqual(reasons.map(({ message, hint }) => `${message} ${hint}`));
	});
});
