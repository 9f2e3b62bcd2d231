import { titleHoldsText } from '../client/matching';
import { readId, spellings } from '../client/read-list';
import type { JsonObject, JsonValue } from '../http/json';
import type { Change } from './comparison';
import type { Watchable } from './watchable';

/** Which records' events a person wants. What a kind of record does not have, it is not filtered by. */
export interface EventFilter {
	/** One of the record's titles contains it; of a message, its text. */
	nameContains?: string;
	/** The record belongs to one of these agents, or is one of them. */
	agentIds?: readonly string[];
	/** Likewise of channels. */
	channelIds?: readonly string[];
	/** Who wrote a message. */
	sender?: Sender;
}

/** What services call the two sides of a conversation; VIVI's own words are assumed. */
const SENDERS = {
	agent: ['agent', 'assistant', 'ai', 'bot', 'model', 'subagent', 'sub-agent', 'sub_agent'],
	person: ['user', 'human', 'person', 'customer', 'enduser', 'end-user', 'end_user'],
} as const;
export type Sender = keyof typeof SENDERS;

/** Whether a change is one of a record that is wanted. Of a deleted one nothing may be known any more. */
export function isWantedChange(
	change: Change,
	resource: Watchable,
	filter: EventFilter | undefined,
): boolean {
	const record = change.kind === 'deleted' ? change.before.record : change.record;
	return !filter || !record || passes(record, resource, filter);
}

/** Whether a record is one that is wanted. */
export function passes(record: JsonObject, resource: Watchable, filter: EventFilter): boolean {
	const { nameContains, sender } = filter;
	if (nameContains !== undefined && !titleHoldsText(record, resource, nameContains)) return false;
	if (sender !== undefined && has(resource, 'role') && resource.holder) {
		const role = String(record['role'] ?? '').toLowerCase();
		if (!(SENDERS[sender] as readonly string[]).includes(role)) return false;
	}
	return isInPlace(record, resource, filter);
}

/** Whether a record belongs to an agent and a channel that are wanted. */
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
	const keys = [...spellings(`${name}Id`), name];
	return keys.some((key) => Object.hasOwn(record, key) && ids.includes(idIn(record[key])));
}

/** An ID, or that of an object in its place. */
function idIn(value: JsonValue | undefined): string {
	const id =
		typeof value === 'object' && value !== null && !Array.isArray(value) ? value['id'] : value;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

function has({ output }: Watchable, field: string): boolean {
	return output.some(({ name }) => name === field);
}
