import type { JsonObject } from '../http/json';

/**
 * VIVI does not document what it sends with a tool's call. These are the names of a conversation in
 * VIVI's API channel and on other platforms, without blanks, dashes and case.
 */
const NAMES = ['threadid', 'conversationid', 'sessionid'];

/** The useful headers of a call: who called, and how to trace it; never a secret. */
const HEADERS = ['user-agent', 'x-request-id', 'x-correlation-id', 'traceparent'];

/**
 * The ID of the agent's conversation, if the call names one; null otherwise.
 * @param secretHeader the header that is ignored, whatever its name
 */
export function conversationOf(
	headers: Readonly<Record<string, unknown>>,
	other: JsonObject,
	secretHeader: string,
): string | null {
	const secret = secretHeader.toLowerCase();
	const named = Object.entries(headers).filter(([name]) => name !== secret);
	for (const [name, value] of [...Object.entries(other), ...named]) {
		const plain = name
			.toLowerCase()
			.replace(/^x-(vivi-)?/, '')
			.replace(/[-_]/g, '');
		if (NAMES.includes(plain) && typeof value === 'string' && value !== '') return value;
	}
	return null;
}

/** The headers that a workflow may want, by their lower-case names. */
export function headersThatMatter(
	headers: Readonly<Record<string, unknown>>,
	secretHeader: string,
): Record<string, string> {
	const secret = secretHeader.toLowerCase();
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([name]) => name !== secret)
			.filter(([name]) => HEADERS.includes(name) || /^x-vivi-(?!.*(key|secret|token))/.test(name))
			.map(([name, value]) => [name, String(value)]),
	);
}
