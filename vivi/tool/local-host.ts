/**
 * Loopback, private networks, names of the own network: hosts that nobody can reach from the
 * internet.
 */
const LOCAL = [
	/^localhost$/,
	/\.(local|localhost|internal|lan|home\.arpa)$/,
	/^(0|10|127)\./,
	/^192\.168\./,
	/^169\.254\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^\[(::1?|f[cd][\da-f]*:.*|fe[89ab][\da-f]*:.*)\]$/,
	/^[^.[]+$/,
];

/** Whether VIVI's servers certainly cannot reach a host, in the form of `new URL()`. */
export function isLocalHost(hostname: string): boolean {
	return LOCAL.some((pattern) => pattern.test(hostname));
}
