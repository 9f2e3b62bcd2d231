import { gzipSync } from 'node:zlib';

import type { FaultRule } from '../../sandbox/faults';
import { largestAnswer } from '../../vivi/http/limits';

/** What the connectors do with VIVI, by how it behaves when something goes wrong. */
export const KINDS = [
	'list',
	'get',
	'delete',
	'poll',
	'report',
	'create',
	'update',
	'upload',
	'request',
	'exchange',
	'chat',
	'stream',
	'batch',
	'chatUpload',
] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds that talk to an API channel with its key. */
export const CHANNEL: readonly Kind[] = ['chat', 'stream', 'batch', 'chatUpload'];
/** Kinds that talk to the platform's API with an access token. */
const API: readonly Kind[] = KINDS.filter((kind) => kind !== 'exchange' && !CHANNEL.includes(kind));
/** Those that may be sent again, because twice does no more than once. */
const REPEATABLE: readonly Kind[] = ['list', 'get', 'delete', 'poll', 'report', 'exchange'];

/** Where a connection fails before it reaches VIVI. */
export type Unreachable = 'refused' | 'unknownHost' | 'untrusted' | 'noTls';

/** What happens in VIVI during an operation. */
export type Meanwhile =
	'tokenEnds' | 'keyRotated' | 'keyRotatedAndTokenEnds' | 'keyDeactivated' | 'roleLowered';

/** How often a request goes out while the fault lasts. */
export type Sent =
	| 'once'
	/** Once more, with a fresh token. */
	| 'renewed'
	/** Once more without a limit, unless the process knows that the service takes one. */
	| 'withoutLimit'
	/** As often as the shell's retry policy allows. */
	| 'again';

export interface Expected {
	/** The error's code; `ok` when the operation succeeds all the same. */
	code: string;
	/** Left out where the number of requests depends on what the list answers, or on chance. */
	sent?: Sent;
	/** The code that a report names in place of the list it could not read. */
	named?: string;
}

export interface Fault {
	group: 'Connection' | 'Redirects' | 'Statuses' | 'Answers' | 'Lists' | 'Tokens and keys';
	name: string;
	/** Faults that are treated alike share a row of the documentation. */
	row?: string;
	/** The address in the credential leads there. */
	unreachable?: Unreachable;
	/** What the sandbox does to each request; `{other}` in a header is another host. */
	rule?: Omit<FaultRule, 'target' | 'skip' | 'times' | 'meanwhile'>;
	meanwhile?: Meanwhile;
	/** The request is carried out and only its answer is lost or spoilt. */
	carriedOut?: true;
	/** In milliseconds, in place of a minute. */
	timeoutMs?: number;
	/**
	 * Whether it is also tried as one that hits a single request: amid a list, at its second page; of a
	 * report, one of its lists.
	 */
	passes: boolean;
	expected: Partial<Record<Kind, Expected>>;
}

interface Codes {
	/** Of the platform's API. */
	api: string;
	/** Of the token endpoint. */
	exchange: string;
	/** Of an API channel, of which no request is ever repeated. */
	chat: string;
	sent?: Sent | 'againIfRepeatable';
	/** Where a kind differs. */
	but?: Partial<Record<Kind, Expected>>;
	/** All, unless said otherwise. */
	kinds?: readonly Kind[];
}

function expect({ api, exchange, chat, sent = 'once', but = {}, kinds = KINDS }: Codes) {
	const expected: Fault['expected'] = {};
	for (const kind of kinds) {
		const isChat = CHANNEL.includes(kind);
		const code = isChat ? chat : kind === 'exchange' ? exchange : api;
		const repeated = REPEATABLE.includes(kind) ? 'again' : 'once';
		const policy = sent === 'againIfRepeatable' ? repeated : sent;
		expected[kind] = but[kind] ?? { code, sent: isChat ? 'once' : policy };
	}
	return expected;
}

const HOUR = 3_600_000;
const MB = 1024 * 1024;
const html = { 'content-type': 'text/html; charset=utf-8' };
const bomb = gzipSync(Buffer.alloc(largestAnswer({ responseType: 'text' }) + 1, ' '));
const page = '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>';

const done: Expected = { code: 'ok', sent: 'once' };
/** An answer of 204 has no body that could break off. */
const withoutBody = { delete: done };

const connectionLost = (but: Codes['but'] = {}) =>
	expect({
		api: 'network_reset',
		exchange: 'token_connection_lost',
		chat: 'network_reset',
		sent: 'againIfRepeatable',
		but,
	});

const connection: Fault[] = [
	...(
		[
			['the connection is refused', 'refused', 'network_refused', 'token_host_refused'],
			['the host has no address (DNS)', 'unknownHost', 'network_dns', 'token_host_not_found'],
			['the certificate is not trusted', 'untrusted', 'network_tls', 'token_certificate'],
			['the host does not speak TLS', 'noTls', 'network_tls', 'token_certificate'],
		] as const
	).map(([name, unreachable, api, exchange]): Fault => ({
		group: 'Connection',
		name,
		unreachable,
		passes: false,
		expected: expect({
			...{ api, exchange, chat: api },
			sent: api === 'network_tls' ? 'once' : 'againIfRepeatable',
		}),
	})),
	{
		group: 'Connection',
		name: 'reset before the answer',
		rule: { reset: 'before' },
		passes: true,
		expected: connectionLost(),
	},
	{
		group: 'Connection',
		name: 'reset before the answer, after the request was carried out',
		rule: { reset: 'before', afterwards: true },
		carriedOut: true,
		passes: true,
		expected: connectionLost(),
	},
	{
		group: 'Connection',
		name: 'reset after the headers',
		rule: { reset: 'headers' },
		carriedOut: true,
		passes: true,
		expected: connectionLost(withoutBody),
	},
	{
		group: 'Connection',
		name: 'reset amid the body',
		rule: { reset: 'body' },
		carriedOut: true,
		passes: true,
		expected: connectionLost(withoutBody),
	},
	{
		group: 'Connection',
		name: 'closed amid the body',
		rule: { truncate: true },
		carriedOut: true,
		passes: true,
		expected: connectionLost(withoutBody),
	},
	...[false, true].map((carriedOut): Fault => ({
		group: 'Connection',
		name: `no answer in time${carriedOut ? ', after the request was carried out' : ''}`,
		rule: { delayMs: HOUR, afterwards: carriedOut },
		...(carriedOut && { carriedOut }),
		timeoutMs: 250,
		passes: false,
		expected: expect({
			api: 'network_timeout',
			exchange: 'token_timeout',
			chat: 'answer_timeout',
			sent: 'againIfRepeatable',
		}),
	})),
];

const redirects = [301, 302, 303, 307, 308].flatMap((status) =>
	[
		['elsewhere on the same host', '/elsewhere'],
		['to another host', '{other}/steal'],
	].map(([where, location]): Fault => ({
		group: 'Redirects',
		name: `${status} ${where}`,
		row: 'a redirect (301, 302, 303, 307, 308), on the same host or to another one',
		rule: { status, headers: { location: location! }, body: '' },
		passes: false,
		expected: expect({ api: 'redirected', exchange: 'token_redirected', chat: 'redirected' }),
	})),
);

/** status → codes of the API, the token endpoint and a channel. */
const STATUSES: ReadonlyArray<readonly [number, string, string, string]> = [
	[400, 'bad_request', 'request_rejected', 'bad_request'],
	[401, 'unauthorized', 'client_rejected', 'channel_key_refused'],
	[402, 'plan_required', 'token_unexpected_status', 'plan_required'],
	[403, 'forbidden', 'client_rejected', 'channel_forbidden'],
	[404, 'not_found', 'token_url_not_found', 'channel_not_found'],
	[405, 'method_not_allowed', 'token_url_not_found', 'channel_not_found'],
	[409, 'conflict', 'token_unexpected_status', 'channel_not_ready'],
	[413, 'too_large', 'token_unexpected_status', 'too_large'],
	[415, 'unsupported_media_type', 'content_type_rejected', 'unsupported_media_type'],
	[422, 'invalid_values', 'token_unexpected_status', 'invalid_values'],
	[429, 'rate_limited', 'token_rate_limited', 'rate_limited'],
	[500, 'service_unavailable', 'token_endpoint_down', 'service_unavailable'],
	[502, 'service_unavailable', 'token_endpoint_down', 'service_unavailable'],
	[503, 'service_unavailable', 'token_endpoint_down', 'service_unavailable'],
	[504, 'service_unavailable', 'token_endpoint_down', 'service_unavailable'],
];

/** What VIVI itself says of an error; shown where it says something. */
export const SAID = 'This is what VIVI said';

const BODIES: ReadonlyArray<readonly [string, Pick<FaultRule, 'body' | 'headers'>]> = [
	['JSON', { body: JSON.stringify({ error: { code: 'x', message: SAID } }) }],
	['HTML', { body: page, headers: html }],
	['no body', { body: '' }],
	['2 MB of JSON', { body: JSON.stringify({ message: 'many words '.repeat(2 * 95_325) }) }],
	['2 MB of HTML', { body: `${page}${'<p>'.repeat((2 * MB) / 3)}`, headers: html }],
];

function policyOf(status: number): NonNullable<Codes['sent']> {
	if (status === 429) return 'again';
	return [502, 503, 504].includes(status) ? 'againIfRepeatable' : 'once';
}

/** Somebody else's page in the place of VIVI's answer. */
const ofAPage = { api: 'web_page', exchange: 'token_web_page', chat: 'web_page' };

/** A list may be refused for the number of records that was asked for. */
function refusedForItsLimit(code: string): Partial<Record<Kind, Expected>> {
	const refused: Expected = { code, sent: 'withoutLimit' };
	return { list: refused, poll: refused, report: refused };
}

const statuses = STATUSES.flatMap(([status, api, exchange, chat]) =>
	BODIES.map(([body, answer], at): Fault => {
		const tellsPages = status === 401 || status === 403;
		const isPage = tellsPages && body.includes('HTML');
		const others = tellsPages ? 'JSON, nothing, or 2 MB' : 'JSON, HTML, nothing, or 2 MB of either';
		const codes = isPage ? ofAPage : { api, exchange, chat };
		const maySayTooMany = status === 400 || status === 422;
		const ofTheToken = { exchange: { code: codes.exchange, sent: 'once' as const } };
		return {
			group: 'Statuses',
			name: `${status} with ${body}`,
			row: `status ${status}, with ${isPage ? 'a web page, of 2 MB as well' : others}`,
			rule: { status, ...answer },
			// The second try asks without a number, so such a refusal passes by itself.
			passes: at === 0 && !maySayTooMany,
			expected: expect({
				...codes,
				sent: status === 401 ? 'renewed' : policyOf(status),
				but: maySayTooMany ? refusedForItsLimit(api) : status === 401 ? ofTheToken : {},
			}),
		};
	}),
);

const carriedOutAndRefused: Fault = {
	group: 'Statuses',
	name: '504, after the request was carried out',
	rule: { status: 504, body: '', afterwards: true },
	carriedOut: true,
	passes: true,
	expected: expect({
		api: 'service_unavailable',
		exchange: 'token_endpoint_down',
		chat: 'service_unavailable',
		sent: 'againIfRepeatable',
	}),
};

const unusable = (but: Codes['but'] = {}) =>
	expect({
		api: 'unexpected_answer',
		exchange: 'token_answer_not_json',
		chat: 'unexpected_answer',
		but,
	});
/** A write that VIVI confirmed by its status, with an answer that says no more. */
const confirmed = { delete: done, upload: done, request: done };

const answers: Fault[] = [
	{
		group: 'Answers',
		name: '200 with a web page',
		rule: { status: 200, body: page, headers: html },
		passes: true,
		expected: unusable({ request: done }),
	},
	{
		group: 'Answers',
		name: '200 with a web page that calls itself JSON',
		rule: { status: 200, body: page },
		passes: true,
		expected: unusable({ request: done }),
	},
	{
		group: 'Answers',
		name: '200 with JSON that breaks off',
		rule: { status: 200, body: '{"data":[{"id":"agt_1","name":"Fro', afterwards: true },
		carriedOut: true,
		passes: true,
		expected: unusable(confirmed),
	},
	{
		group: 'Answers',
		name: '200 with JSON of another content type',
		rule: { headers: { 'content-type': 'text/plain' } },
		carriedOut: true,
		passes: false,
		expected: expect({ api: 'ok', exchange: 'ok', chat: 'ok' }),
	},
	{
		group: 'Answers',
		name: '200 with nothing',
		rule: { status: 200, body: '', afterwards: true },
		carriedOut: true,
		passes: true,
		expected: unusable({
			...{ ...confirmed, create: done, update: done },
			...{ chat: done, stream: done, batch: done },
		}),
	},
	{
		group: 'Answers',
		name: '200 with an error inside',
		rule: { status: 200, body: JSON.stringify({ success: false, error: { message: SAID } }) },
		passes: true,
		expected: expect({
			api: 'unexpected_answer',
			exchange: 'token_missing',
			chat: 'declined',
			but: { request: done, stream: { code: 'agent_failed', sent: 'once' } },
		}),
	},
	{
		group: 'Answers',
		name: '200 with gzip that is none',
		rule: { headers: { 'content-encoding': 'gzip' } },
		carriedOut: true,
		passes: true,
		expected: connectionLost(withoutBody),
	},
	{
		group: 'Answers',
		name: '200 with little gzip that unpacks to more than is read',
		rule: { status: 200, headers: { 'content-encoding': 'gzip' }, body: bomb },
		passes: false,
		expected: expect({
			api: 'network_oversized',
			exchange: 'token_answer_not_json',
			chat: 'network_oversized',
		}),
	},
];

let cursor = 0;
const lists: Fault[] = [
	{
		group: 'Lists',
		name: 'a page that repeats',
		rule: { status: 200, body: '{"data":[{"id":"agt_1"},{"id":"agt_2"}],"nextCursor":"more"}' },
		passes: false,
		expected: {
			...{ list: { code: 'paging_loop' }, report: { code: 'paging_loop' } },
			poll: { code: 'ok' },
		},
	},
	{
		group: 'Lists',
		name: 'a page that repeats, under ever new cursors',
		rule: {
			status: 200,
			body: () => `{"data":[{"id":"agt_1"},{"id":"agt_2"}],"nextCursor":"${cursor++}"}`,
		},
		passes: false,
		expected: {
			...{ list: { code: 'paging_loop' }, report: { code: 'paging_loop' } },
			poll: { code: 'ok' },
		},
	},
	{
		group: 'Lists',
		name: 'ever new cursors to empty pages',
		rule: { status: 200, body: () => `{"data":[],"nextCursor":"${cursor++}"}` },
		passes: false,
		expected: {
			...{ list: { code: 'paging_loop' }, report: { code: 'paging_loop' } },
			poll: { code: 'paging_loop' },
		},
	},
	{
		group: 'Lists',
		name: 'a next page on another host',
		rule: { status: 200, headers: { link: '<{other}/steal>; rel="next"' }, body: '{"data":[]}' },
		passes: false,
		expected: {
			list: { code: 'foreign_next_page', sent: 'once' },
			poll: { code: 'foreign_next_page', sent: 'once' },
			report: { code: 'foreign_next_page', sent: 'once' },
		},
	},
];

const during = (name: string, meanwhile: Meanwhile, expected: Expected): Fault => ({
	group: 'Tokens and keys',
	name,
	meanwhile,
	passes: true,
	expected: Object.fromEntries(
		API.map((kind) => [
			kind,
			// Chance decides how many of the lists of a report meet it.
			kind === 'report' ? { code: expected.code } : expected,
		]),
	),
});

const keys: Fault[] = [
	during('the token ends', 'tokenEnds', { code: 'ok', sent: 'renewed' }),
	during('the key is rotated', 'keyRotated', done),
	during('the key is rotated and the token ends', 'keyRotatedAndTokenEnds', {
		code: 'client_rejected',
		sent: 'once',
	}),
	during('the key is deactivated', 'keyDeactivated', { code: 'client_rejected', sent: 'once' }),
	during('the role of the key is lowered', 'roleLowered', { code: 'forbidden', sent: 'once' }),
];

/** Everything that can go wrong with VIVI, and what is to come of it. */
export const FAULTS: readonly Fault[] = [
	...connection,
	...redirects,
	...statuses,
	carriedOutAndRefused,
	...answers,
	...lists,
	...keys,
];
