import type { Endpoint, Resource } from '../../../vivi/catalogue/types';
import { NAME_IN_PLACE, PAGING_PARAMETERS } from '../../../vivi/client/address-map';
import { spellings } from '../../../vivi/client/read-list';
import type { HttpMethod } from '../../../vivi/http/port';
import type { DescribedField } from '../../../vivi/openapi/described';
import type { DescribedAnswer } from './answers';
import { FIELD_SYNONYMS, likeness, partsOf, RESOURCE_SYNONYMS, wordsOf } from './words';

/** Names of ours and theirs that belong together, and those that are alone. */
export interface NamePairs {
	pairs: ReadonlyMap<string, string>;
	onlyOurs: string[];
	onlyTheirs: string[];
}

/**
 * Pairs equal names, then names that differ in their spelling, then names of the same meaning. Each name is used
 * once; if several of theirs fit, none is taken.
 * @param about the resource, whose name may stand before theirs: `agent_name`
 */
export function pairNames(
	ours: readonly string[],
	theirs: readonly string[],
	about: string,
): NamePairs {
	const pairs = new Map<string, string>();
	const free = new Set(theirs);
	const ways: Array<(one: string, other: string) => boolean> = [
		(one, other) => one === other,
		(one, other) => likeness(one, other, []) === 'same',
		(one, other) => likeness(one, withoutPrefix(other, about), []) === 'same',
		(one, other) => likeness(one, withoutPrefix(other, about), FIELD_SYNONYMS) !== undefined,
	];
	for (const isLike of ways) {
		for (const name of ours.filter((one) => !pairs.has(one))) {
			const found = [...free].filter((other) => isLike(name, other));
			if (found.length !== 1) continue;
			pairs.set(name, found[0]!);
			free.delete(found[0]!);
		}
	}
	return { pairs, onlyOurs: ours.filter((one) => !pairs.has(one)), onlyTheirs: [...free] };
}

function withoutPrefix(name: string, about: string): string {
	// Not the stems, because stemming them again would shorten them more.
	const parts = partsOf(name);
	const [words, prefix] = [wordsOf(name), wordsOf(about)];
	const isPrefixed = words.length > prefix.length && prefix.every((word, at) => words[at] === word);
	return isPrefixed ? parts.slice(prefix.length).join('-') : name;
}

/** The fields of an operation on both sides. */
export interface FieldComparison {
	/** Ours → theirs as an address map takes it, where they differ. */
	renamed: Map<string, string>;
	/** Fields of ours that are not described there; paging apart. */
	onlyOurs: string[];
	/** Theirs that we have no field for. */
	onlyTheirs: DescribedField[];
}

/** @param used their fields for our IDs */
export function compareFields(
	resource: Resource,
	operation: Endpoint,
	{ method, fields }: { method: HttpMethod; fields: readonly DescribedField[] },
	used: ReadonlyMap<string, DescribedField>,
): FieldComparison {
	const paging: readonly string[] = operation.kind === 'list' ? PAGING_PARAMETERS : [];
	const inQuery = operation.fields.filter((field) => field.in === 'query').map(({ name }) => name);
	const inBody = operation.fields.filter((field) => field.in !== 'query').map(({ name }) => name);
	const usedIds = new Set([...used.values()].map(({ id }) => id));
	const free = fields.filter(({ name, id }) => name !== '' && !usedIds.has(id));
	const theirQuery = free.filter(({ place }) => place === 'query');
	const theirBody = free.filter(({ place }) =>
		['body', 'form', 'file', 'urlencoded'].includes(place),
	);
	const renamed = new Map<string, string>();
	const pairedOurs = new Set<string>();
	const pairedTheirs = new Set<DescribedField>();
	const listed = [...inQuery, ...paging];
	// A list by POST usually takes its parameters in the body.
	const isSearch = operation.kind === 'list' && method === 'POST';
	const rounds = isSearch
		? ([[listed, theirBody, 'body'] as const, [listed, theirQuery, 'query']] as const)
		: ([[listed, theirQuery, 'query'] as const, [inBody, theirBody, 'body']] as const);
	for (const [names, theirs, place] of rounds) {
		const byName = new Map(theirs.map((field) => [field.name, field]));
		const open = names.filter((name) => !pairedOurs.has(name));
		for (const [ours, name] of pairNames(open, [...byName.keys()], resource.label).pairs) {
			pairedOurs.add(ours);
			pairedTheirs.add(byName.get(name)!);
			// The usual place is left out, unless the name itself begins like a place.
			const isUsual = !isSearch || place === 'body';
			const isPlain = isUsual && !NAME_IN_PLACE.test(name);
			if (ours !== name || !isUsual) renamed.set(ours, isPlain ? name : `${place}.${name}`);
		}
	}
	return {
		renamed,
		onlyOurs: [...inQuery, ...inBody].filter((name) => !pairedOurs.has(name)),
		onlyTheirs: free.filter((field) => !pairedTheirs.has(field)),
	};
}

/** The differences that the tolerant reader does not find by itself. */
export interface AnswerComparison {
	under?: string;
	/** Ours → theirs, where they differ. */
	fields: Map<string, string>;
	onlyOurs: string[];
}

/** @param parameter the name of a record's ID in paths; the record may use it, too */
export function compareAnswer(
	resource: Resource,
	operation: Endpoint,
	answer: DescribedAnswer,
	parameter: string | undefined,
): AnswerComparison {
	const expected = (operation.output?.fields ?? resource.output).map(({ name }) => name);
	const { under, isKnown, fields } = recordsIn(resource, operation, answer, expected);
	const [id] = operation.output ? [] : fields.filter((name) => name === parameter);
	const own = operation.output ? operation.output.plural!.replace(/s$/, 'Id') : resource.idField;
	const knownIds = ['id', '_id', 'uuid', ...spellings(own)];
	const hasKnownId = fields.some((name) => knownIds.includes(name));
	const others = expected.filter((name) => name !== 'id');
	const { pairs, onlyOurs } = pairNames(
		others,
		fields.filter((name) => name !== id && !knownIds.includes(name)),
		resource.label,
	);
	const named = new Map([...pairs].filter(([ours, theirs]) => ours !== theirs));
	if (!hasKnownId && id !== undefined) named.set('id', id);
	return {
		...(under !== undefined && !isKnown && { under }),
		fields: named,
		onlyOurs: fields.length === 0 ? [] : onlyOurs,
	};
}

/** The key that holds the records of an answer, or the record, and its fields. */
function recordsIn(
	resource: Resource,
	operation: Endpoint,
	{ properties, items }: DescribedAnswer,
	expected: readonly string[],
): { under?: string; isKnown: boolean; fields: readonly string[] } {
	const isWanted = operation.kind === 'list';
	if (isWanted && properties.size === 0) return { isKnown: true, fields: items };
	const own = isWanted ? (operation.output?.plural ?? resource.plural) : resource.name;
	const usual = isWanted
		? ['data', 'items', 'results', 'records']
		: ['data', 'result', 'item', 'record'];
	const known = [...spellings(own), ...usual];
	const bare = [...properties.keys()];
	const isBare = !isWanted && pairNames(expected, bare, resource.label).pairs.size > 1;
	if (isBare) return { isKnown: true, fields: bare };
	const holders = [...properties].filter(
		([, held]) => held.isList === isWanted && held.fields.length > 0,
	);
	const holderOf = (isIt: (name: string) => boolean) => holders.find(([name]) => isIt(name));
	const chosen =
		known.map((name) => holderOf((one) => one === name)).find(Boolean) ??
		holderOf((name) => likeness(name, own, RESOURCE_SYNONYMS) !== undefined) ??
		(holders.length === 1 ? holders[0] : undefined);
	if (!chosen) return { isKnown: true, fields: bare };
	const [under, { fields }] = chosen;
	return { under, isKnown: known.includes(under), fields };
}
