import type { JsonObject } from '../http/json';

/**
 * VIVI does not document what it sends along with a tool's call. These are the names under which its
 * API channel and other platforms name a conversation, without blanks, dashes and case.
 */
const NAMES = ['threadid', 'conversationid', 'sessionid'];

/** What is worth knowing of a call's headers: who called, and for tracing it; never a secret. */
const HEADERS = ['user-agent', 'x-request-id', 'x-correlation-id', 'traceparent'];

/**
 * The ID of the conversation in which the agent calls, if the call names one; null otherwise.
 * @param secretHeader the header that is not looked at, whatever it is called
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

/** The headers that a workflow may want, by their names in lower case. */
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
