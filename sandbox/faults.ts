import { ApiError } from './errors';
import type { Target } from './stats';
import { isJsonObject } from '../vivi/http/json';

/** Something that goes wrong with the requests it matches. */
export interface FaultRule {
	/** The token endpoint, or everything else (the channel API included). */
	target: Target;
	method?: string;
	/** Part of the path, the query included. */
	pathIncludes?: string;
	/** So many matching requests pass first. */
	skip?: number;
	/** How many requests it affects; all when left out. */
	times?: number;
	/** Answer this instead of carrying out the request. */
	status?: number;
	/** Without a status they change the real answer's headers. */
	headers?: Record<string, string>;
	/** Sent unchanged; a function, which cannot come over HTTP, makes one for each request. */
	body?: string | Buffer | (() => string);
	/**
	 * Happens in VIVI just before an affected request is carried out: somebody rotates the key while a list
	 * is read, for example. A rule that came over HTTP cannot have it.
	 */
	meanwhile?: () => void;
	/** Alone it only slows the request down. */
	delayMs?: number;
	/** Break the connection (TCP reset) before the headers, after them, or amid the body. */
	reset?: 'before' | 'headers' | 'body';
	/** Announce the whole body, send half of it and close. */
	truncate?: boolean;
	/** Carry out the request first. The caller cannot know that, as after a lost answer. */
	afterwards?: boolean;
	/** Answer 429 with Retry-After: 1 beyond this rate. */
	rateLimitPerSecond?: number;
}

/** What happens to one request. */
export interface Fault {
	delayMs: number;
	afterwards: boolean;
	answer?: { status: number; headers: Record<string, string>; body: string | Buffer };
	headers?: Record<string, string>;
	reset?: 'before' | 'headers' | 'body';
	truncate: boolean;
}

interface Armed {
	rule: FaultRule;
	toSkip: number;
	left: number;
	tokens: number;
	refilledAt: number;
}

/** The active rules. The first rule that answers decides; the delays of the rules before it add up. */
export class Faults {
	private armed: Armed[] = [];

	set(rules: readonly FaultRule[]): void {
		this.armed = rules.map((rule) => ({
			rule,
			toSkip: rule.skip ?? 0,
			left: rule.times ?? Infinity,
			tokens: Math.max(1, rule.rateLimitPerSecond ?? 0),
			refilledAt: performance.now(),
		}));
	}

	decide(target: Target, method: string, url: string): Fault | undefined {
		let delayMs = 0;
		for (const armed of this.armed) {
			const { rule } = armed;
			if (rule.target !== target || armed.left <= 0) continue;
			if (rule.method && rule.method.toUpperCase() !== method) continue;
			if (rule.pathIncludes && !url.includes(rule.pathIncludes)) continue;
			if (armed.toSkip-- > 0) continue;

			if (rule.rateLimitPerSecond !== undefined) {
				if (takeToken(armed, rule.rateLimitPerSecond)) continue;
				armed.left--;
				return { delayMs, afterwards: false, truncate: false, answer: answerOf(rule, 429) };
			}
			armed.left--;
			rule.meanwhile?.();
			delayMs += rule.delayMs ?? 0;
			const answers = rule.status !== undefined || rule.body !== undefined;
			if (!answers && !rule.reset && !rule.truncate && !rule.headers && !rule.afterwards) continue;
			return {
				delayMs,
				afterwards: rule.afterwards ?? false,
				truncate: rule.truncate ?? false,
				...(answers ? { answer: answerOf(rule, 200) } : {}),
				...(rule.headers ? { headers: rule.headers } : {}),
				...(rule.reset ? { reset: rule.reset } : {}),
			};
		}
		return delayMs > 0 ? { delayMs, afterwards: false, truncate: false } : undefined;
	}
}

/** A token bucket that holds one second's worth. */
function takeToken(armed: Armed, perSecond: number): boolean {
	const now = performance.now();
	const gained = ((now - armed.refilledAt) / 1000) * perSecond;
	armed.tokens = Math.min(Math.max(1, perSecond), armed.tokens + gained);
	armed.refilledAt = now;
	if (armed.tokens < 1) return false;
	armed.tokens--;
	return true;
}

function answerOf(rule: FaultRule, otherwise: number): NonNullable<Fault['answer']> {
	const status = rule.status ?? otherwise;
	const body = typeof rule.body === 'function' ? rule.body() : rule.body;
	const message = status === 429 ? 'Too many requests.' : 'The sandbox was told to fail.';
	return {
		status,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			...(status === 429 ? { 'retry-after': '1' } : {}),
			...rule.headers,
		},
		body: body ?? JSON.stringify({ error: { code: `status_${status}`, message } }),
	};
}

/** Reads rules that came in over HTTP. */
export function parseFaultRules(input: unknown): FaultRule[] {
	const rules = isJsonObject(input) ? input.faults : input;
	if (!Array.isArray(rules)) {
		throw new ApiError(422, 'invalid_faults', 'Send a list of rules, or { "faults": […] }.');
	}
	for (const rule of rules) {
		if (!isJsonObject(rule) || (rule.target !== 'token' && rule.target !== 'api')) {
			throw new ApiError(422, 'invalid_faults', "Each rule needs a target: 'token' or 'api'.");
		}
	}
	return rules as unknown as FaultRule[];
}
