import { NetworkFailure, type NetworkFailureKind } from './port';

/**
 * The code of a lookup that refuses an address. HTTP libraries wrap errors, and all of them keep the
 * code.
 */
export const PRIVATE_ADDRESS_CODE = 'ERR_PRIVATE_ADDRESS';

/** Error codes of Node.js, OpenSSL and our own, by their meaning to a person. */
const kinds: Array<[RegExp, NetworkFailureKind]> = [
	[/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'dns'],
	[/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'refused'],
	[/^(ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
	[/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE)$/, 'reset'],
	[/^(HPE_|Z_)/, 'reset'],
	[/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/, 'tls'],
	[/^(ERR_CANCELED|ABORT_ERR)$/, 'aborted'],
	[new RegExp(`^${PRIVATE_ADDRESS_CODE}$`), 'private'],
	// Longer than a text can be (V8's limit is 512 MB).
	[/^ERR_STRING_TOO_LONG$/, 'oversized'],
];

/**
 * Turns an error of any HTTP library into a {@link NetworkFailure}. It looks through the chain of
 * causes, because n8n and node-fetch wrap the system's error.
 */
export function toNetworkFailure(error: unknown): NetworkFailure {
	const codes: string[] = [];
	let saysReset = false;
	let current: unknown = error;
	// None of the three libraries nests more than five levels; the limit guards against cycles.
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		if (current instanceof NetworkFailure) return current;
		const { code, type, name, message } = current as Record<string, unknown>;
		if (type === 'request-timeout' || type === 'body-timeout') return new NetworkFailure('timeout');
		// node-fetch, for a body that is longer than allowed.
		if (type === 'max-size') return new NetworkFailure('oversized');
		// AbortSignal.timeout(); its message speaks of an aborted operation.
		if (name === 'TimeoutError') return new NetworkFailure('timeout');
		if (name === 'AbortError' || name === 'CanceledError') return new NetworkFailure('aborted');
		// axios uses this code for an answer that broke off.
		if (typeof message === 'string' && /^maxContentLength size of /.test(message)) {
			return new NetworkFailure('oversized');
		}
		if (typeof code === 'string') codes.push(code);
		saysReset ||=
			typeof message === 'string' && /Premature close|aborted|socket hang up/i.test(message);
		current = (current as { cause?: unknown }).cause;
	}
	for (const code of codes) {
		const match = kinds.find(([pattern]) => pattern.test(code));
		if (match) return new NetworkFailure(match[1]);
	}
	// Checked last, because n8n also calls a timeout an aborted connection.
	return new NetworkFailure(saysReset ? 'reset' : 'network');
}
