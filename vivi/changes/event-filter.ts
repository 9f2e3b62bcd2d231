import { titleHoldsText } from '../client/matching';
import { readId } from '../client/read-list';
import { referenceReader } from '../client/references';
import type { JsonObject } from '../http/json';
import type { Change } from './comparison';
import type { Watchable } from './watchable';

/**
 * The records whose events a person wants. A condition on a field that a kind of record does not
 * have is ignored.
 */
export interface EventFilter {
	/** One of the record's titles contains it; for a message, its text. */
	nameContains?: string;
	/** The record belongs to one of these agents, or is one of them. */
	agentIds?: readonly string[];
	/** Likewise of channels. */
	channelIds?: readonly string[];
	/** The sender of a message. */
	sender?: Sender;
}

/** The usual names of the two sides of a conversation; VIVI's own are assumed. */
const SENDERS = {
	agent: ['agent', 'assistant', 'ai', 'bot', 'model', 'subagent', 'sub-agent', 'sub_agent'],
	person: ['user', 'human', 'person', 'customer', 'enduser', 'end-user', 'end_user'],
} as const;
export type Sender = keyof typeof SENDERS;

/** Whether the record of a change is wanted. Nothing may be known any more of a deleted record. */
export function isWantedChange(
	change: Change,
	resource: Watchable,
	filter: EventFilter | undefined,
): boolean {
	const record = change.kind === 'deleted' ? change.before.record : change.record;
	return !filter || !record || passes(record, resource, filter);
}

/** Whether a record is wanted. */
export function passes(record: JsonObject, resource: Watchable, filter: EventFilter): boolean {
	const { nameContains, sender } = filter;
	if (nameContains !== undefined && !titleHoldsText(record, resource, nameContains)) return false;
	if (sender !== undefined && has(resource, 'role') && resource.holder) {
		const role = String(record['role'] ?? '').toLowerCase();
		if (!(SENDERS[sender] as readonly string[]).includes(role)) return false;
	}
	return isInPlace(record, resource, filter);
}

/** Whether a record belongs to a wanted agent and a wanted channel. */
export function isInPlace(
	record: JsonObject,
	resource: Watchable,
	{ agentIds, channelIds }: EventFilter,
): boolean {
	return (
		belongsTo(record, resource, { name: 'agent', ids: agentIds }) &&
		belongsTo(record, resource, { name: 'channel', ids: channelIds })
	);
}

function belongsTo(
	record: JsonObject,
	resource: Watchable,
	{ name, ids }: { name: string; ids: readonly string[] | undefined },
): boolean {
	if (!ids) return true;
	if (resource.name === name) return ids.includes(readId(record, resource) ?? '');
	if (!has(resource, `${name}Id`)) return true;
	return referenceReader(`${name}Id`)(record).some((id) => ids.includes(id));
}

function has({ output }: Watchable, field: string): boolean {
	return output.some(({ name }) => name === field);
}
