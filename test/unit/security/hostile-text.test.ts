import { exchangeRefused } from '../../../vivi/auth/exchange-refused';
import { jwtTimes } from '../../../vivi/auth/jwt';
import { fieldKind } from '../../../vivi/changes/fingerprint';
import { AnswerStream } from '../../../vivi/chat/answer-stream';
import { channelError } from '../../../vivi/chat/channel-error';
import { findFileUrl } from '../../../vivi/chat/file-url';
import { checkHeaders } from '../../../vivi/client/headers';
import { multipart } from '../../../vivi/client/multipart';
import { nextPage } from '../../../vivi/client/next-page';
import { linkTarget } from '../../../vivi/http/link-header';
import { readChoice } from '../../../vivi/input/choice';
import { readNumber } from '../../../vivi/input/number';
import { readTexts, readUrls } from '../../../vivi/input/texts';
import { trimmed } from '../../../vivi/text/trimmed';
import { readMoment } from '../../../vivi/input/moment';
import { encodeId, freePath, idLabel } from '../../../vivi/address/path';
import { readList, spellings } from '../../../vivi/client/read-list';
import { toApiError } from '../../../vivi/error-texts/api-error';
import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { retryAfterMs } from '../../../vivi/http/retry';
import { scrub } from '../../../vivi/text/scrub';
import { serviceMessage } from '../../../vivi/error-texts/service-message';
import { parseServiceUrl } from '../../../vivi/address/service-url';

const LENGTH = 50_000;

/** What makes patterns that backtrack take for ever: long runs, and runs that almost fit. */
const hostile = [
	...[
		'a',
		' ',
		'\t',
		'\n',
		'.',
		'-',
		'_',
		'/',
		'\\',
		'<',
		'"',
		';',
		',',
		'=',
		'0',
		'é',
		'%2e',
		'%',
	],
	...[
		'eyJ',
		'ab1',
		'a.',
		'; a',
		'; a=',
		'<a>; ',
		'a/b;',
		'{"a":',
		'[',
		'data:',
		'\r\n',
		'A1b/',
		'//',
	],
	...['agent not ', 'no agent ', 'Bearer ', 'token=', 'secret: ', 'not-', 'structured_', 'Z', '-0'],
].flatMap((unit) => {
	const run = unit.repeat(Math.ceil(LENGTH / unit.length));
	return [run, `${run}!`, `a${run}\u0000`, `<${run}`, `"${run}`];
});

/** Everything of the core that looks at text from outside. */
const NAMED = { name: 'value', label: 'Value' };

const readers: Record<string, (text: string) => unknown> = {
	scrub,
	serviceMessage: (text) =>
		serviceMessage(JSON.stringify({ message: text, errors: { [text]: text } })),
	toApiError: (text) =>
		[200, 400, 500].map((status) =>
			toApiError(
				{ status, headers: { 'content-type': text, 'retry-after': text }, body: text },
				{ now: 0 },
			),
		),
	channelError: (text) =>
		channelError(
			{ status: 409, headers: { 'content-type': text }, body: JSON.stringify({ message: text }) },
			{
				operation: {
					name: 'stream',
					label: 'S',
					kind: 'action',
					method: 'POST',
					source: 'assumed',
				},
				...{ baseUrl: 'https://x.example', timeoutMs: 1, now: 0 },
			},
		),
	exchangeRefused: (text) =>
		exchangeRefused(
			{
				...{ status: 403, headers: {} },
				body: JSON.stringify({ error: text, error_description: text }),
			},
			0,
		),
	jwtTimes,
	retryAfterMs: (text) =>
		retryAfterMs({ status: 429, headers: { 'retry-after': text }, body: '' }, 0),
	toNetworkFailure: (text) => toNetworkFailure({ code: text, message: text, name: text }),
	linkTarget: (text) => linkTarget(text, 'next'),
	nextPage: (text) =>
		nextPage({
			...{
				base: new URL('https://x.example'),
				url: 'https://x.example/a',
				headers: { link: text },
			},
			...{ count: 1, size: 1, reached: 1, wasGiven: false, firstPage: undefined },
			...{ body: { next: text, cursor: text, page: text }, style: undefined },
		}),
	readList: (text) =>
		readList({ [text]: text, data: text }, { plural: 'Agents', idField: 'agentId' }),
	spellings,
	idLabel,
	freePath,
	encodeId: (text) => encodeId(text, 'agentId'),
	parseServiceUrl: (text) => parseServiceUrl(text, 'baseUrl', 'Base URL'),
	checkHeaders: (text) => checkHeaders({ [text]: 'x', 'x-a': text }),
	mimeType: (text) => multipart('file', { name: 'a', mimeType: text, content: Buffer.alloc(0) }),
	mimeParameter: (text) =>
		multipart('file', { name: text, mimeType: `text/plain; a=${text}`, content: Buffer.alloc(0) }),
	findFileUrl,
	readUrls: (text) => readUrls(NAMED, text),
	readTexts: (text) => readTexts(NAMED, text),
	readChoice: (text) => readChoice({ ...NAMED, options: [] }, text),
	readNumber: (text) => readNumber(NAMED, text),
	readMoment: (text) => readMoment(text, NAMED),
	trimmed,
	fieldKind,
	...Object.fromEntries(
		['', 'text/event-stream', 'application/x-ndjson', 'application/json'].map((type) => [
			`AnswerStream ${type}`,
			(text: string) => {
				const stream = new AnswerStream(type);
				stream.push(Buffer.from(text));
				return stream.end('t');
			},
		]),
	),
};

// No clock: a pattern that backtracks takes minutes for such texts, and jest gives up on it.
it.each(Object.keys(readers))(
	'%s is done soon with whatever it is given',
	(name) => {
		for (const text of hostile) {
			try {
				readers[name]!(text);
			} catch (error) {
				// Refusing it is an answer too, as long as it is one of ours.
				expect(error).toHaveProperty('code', expect.stringMatching(/^[a-z_]+$/));
			}
		}
	},
	60_000,
);
