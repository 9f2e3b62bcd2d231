import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure } from '../../../vivi/http/port';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

it.each([
	['ENOTFOUND', 'dns'],
	['EAI_AGAIN', 'dns'],
	['ECONNREFUSED', 'refused'],
	['ENETUNREACH', 'refused'],
	['ETIMEDOUT', 'timeout'],
	['ECONNABORTED', 'timeout'],
	['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
	['ECONNRESET', 'reset'],
	['HPE_INVALID_CONSTANT', 'reset'],
	['Z_DATA_ERROR', 'reset'],
	['CERT_HAS_EXPIRED', 'tls'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
	['EPROTO', 'tls'],
	['ERR_CANCELED', 'aborted'],
	['ERR_PRIVATE_ADDRESS', 'private'],
	['ERR_STRING_TOO_LONG', 'oversized'],
	['EWHATEVER', 'network'],
])('%s is %s', (code, kind) => expect(toNetworkFailure(coded(code)).kind).toBe(kind));

it('looks through the causes', () => {
	const error = new TypeError('fetch failed', { cause: new Error('x', { cause: coded('EPIPE') }) });
	expect(toNetworkFailure(error).kind).toBe('reset');
});

it('hands a NetworkFailure on as it is', () => {
	const failure = new NetworkFailure('blocked');
	expect(toNetworkFailure(new Error('wrapped', { cause: failure }))).toBe(failure);
});

it.each<[string, unknown, string]>([
	['node-fetch timeouts', { type: 'body-timeout' }, 'timeout'],
	['AbortSignal.timeout()', new DOMException('aborted due to timeout', 'TimeoutError'), 'timeout'],
	['AbortController', new DOMException('This operation was aborted', 'AbortError'), 'aborted'],
	['axios bodies cut short', new Error('aborted'), 'reset'],
	[
		"n8n's words for a timeout",
		new Error('The connection was aborted, perhaps the server is offline', {
			cause: coded('ECONNABORTED', 'timeout of 1000ms exceeded'),
		}),
		'timeout',
	],
	['a socket that hung up', new Error('socket hang up'), 'reset'],
	["axios' limit", coded('ERR_BAD_RESPONSE', 'maxContentLength size of 5 exceeded'), 'oversized'],
	["node-fetch's limit", { type: 'max-size' }, 'oversized'],
	['things that are no errors', 'what', 'network'],
	['nothing', undefined, 'network'],
])('knows %s', (_, error, kind) => expect(toNetworkFailure(error).kind).toBe(kind));

it('does not go round in circles', () => {
	const error: Error & { cause?: unknown } = new Error('x');
	error.cause = error;
	expect(toNetworkFailure(error).kind).toBe('network');
});

it('repeats nothing of what the system said', () => {
	const failure = toNetworkFailure(coded('ECONNREFUSED', 'connect https://me:hunter2@h'));
	expect(JSON.stringify([failure.message, failure])).not.toContain('hunter2');
});
