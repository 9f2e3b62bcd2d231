import { NetworkFailure, type NetworkFailureKind } from './port';

/** Of a lookup that refuses an address. HTTP libraries wrap errors, and all of them keep the code. */
export const PRIVATE_ADDRESS_CODE = 'ERR_PRIVATE_ADDRESS';

/** Node's and OpenSSL's error codes, and our own, by what they mean to a person. */
const kinds: Array<[RegExp, NetworkFailureKind]> = [
	[/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'dns'],
	[/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'refused'],
	[/^(ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
	[/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE)$/, 'reset'],
	[/^(HPE_|Z_)/, 'reset'],
	[/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/, 'tls'],
	[/^(ERR_CANCELED|ABORT_ERR)$/, 'aborted'],
	[new RegExp(`^${PRIVATE_ADDRESS_CODE}$`), 'private'],
	// Longer than a text can be (V8 ends at 512 MB).
	[/^ERR_STRING_TOO_LONG$/, 'oversized'],
];

/**
 * Turns whatever an HTTP library threw into a {@link NetworkFailure}. Looks through the chain of
 * causes, because n8n and node-fetch wrap the system's error.
 */
export function toNetworkFailure(error: unknown): NetworkFailure {
	const codes: string[] = [];
	let saysReset = false;
	let current: unknown = error;
	// Five levels are more than any of the three libraries nests; the bound guards against cycles.
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		if (current instanceof NetworkFailure) return current;
		const { code, type, name, message } = current as Record<string, unknown>;
		if (type === 'request-timeout' || type === 'body-timeout') return new NetworkFailure('timeout');
		// node-fetch, of a body that is longer than it may be.
		if (type === 'max-size') return new NetworkFailure('oversized');
		// AbortSignal.timeout(); its message speaks of an aborted operation.
		if (name === 'TimeoutError') return new NetworkFailure('timeout');
		if (name === 'AbortError' || name === 'CanceledError') return new NetworkFailure('aborted');
		// axios gives it the code of an answer that broke off.
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
	// Only now: n8n calls a timeout, too, a connection that was aborted.
	return new NetworkFailure(saysReset ? 'reset' : 'network');
}
