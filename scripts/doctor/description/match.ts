import { operationId } from '../../../vivi/client/address-map';
import { isSearchPath } from '../../../vivi/client/search-list';
import { operationsOf, resources } from '../../../vivi/catalogue';
import type { Endpoint, EndpointKind, Resource } from '../../../vivi/catalogue/types';
import type { DescribedField, DescribedOperation } from '../../../vivi/openapi/described';
import { fieldsOf } from '../../../vivi/openapi/kept-fields';
import { readTheirs, type PathPart, type Theirs, type Verb } from './theirs';
import { likeness, RESOURCE_SYNONYMS, wordsOf } from './words';

/** The result of the search for one of our operations in a document. */
export interface Match {
	/** `agent.create` */
	id: string;
	resource: Resource;
	operation: Endpoint;
	/** The operation that fits best; undefined when none fits, or several fit equally well. */
	theirs?: Theirs;
	/** The place of each of our IDs at that address: path parameter, query or header. */
	ids: ReadonlyMap<string, DescribedField>;
	/** Whether the document uses our name for the resource. */
	isNamed: boolean;
	/** Whether a word of the same meaning was the only hint for something. */
	bySynonym: boolean;
	/** Operations that fit equally well, or nearly; the person chooses. */
	candidates: DescribedOperation[];
	/** Why no operation was taken; empty when one was. */
	reason: string;
}

/** A document counts as VIVI's if it uses our names for so many resources. */
const FEWEST_RESOURCES = 3;

/**
 * Finds each operation of the catalogue in a document. The same document gives the same result. If an operation
 * fits equally well in two places, none is taken. In a document of another service a few words of the same
 * meaning prove nothing, so nothing is taken.
 */
export function matchOperations(described: readonly DescribedOperation[]): Match[] {
	const theirs = readTheirs(described);
	const matches = resources.flatMap((resource) =>
		operationsOf(resource).map((operation) => match(resource, operation, theirs)),
	);
	const known = new Set(
		matches.filter((one) => one.theirs && one.isNamed).map(({ resource }) => resource.name),
	);
	if (known.size >= FEWEST_RESOURCES) return matches;
	return matches.map(({ theirs: _theirs, ...rest }) => ({
		...rest,
		ids: new Map(),
		reason: rest.reason || 'The document does not look like one of VIVI, so nothing is taken.',
	}));
}

interface Fit extends Pick<Match, 'isNamed' | 'bySynonym'> {
	theirs: Theirs;
	score: number;
	ids: Map<string, DescribedField>;
}

function match(resource: Resource, operation: Endpoint, all: readonly Theirs[]): Match {
	const base = { id: operationId(resource, operation), resource, operation, isNamed: false };
	const fits = all
		.map((theirs) => fit(resource, operation, theirs))
		.filter((one) => one !== undefined)
		.sort((a, b) => b.score - a.score);
	const [best] = fits;
	if (!best) {
		return {
			...base,
			ids: new Map(),
			bySynonym: false,
			candidates: [],
			reason: 'Nothing like it was found.',
		};
	}
	const equal = fits.filter(({ score }) => score === best.score);
	if (equal.length > 1) {
		return {
			...base,
			...{ ids: new Map(), bySynonym: false },
			candidates: equal.map(({ theirs }) => theirs.described),
			reason: 'Several fit equally well.',
		};
	}
	const { theirs, ids, bySynonym, isNamed } = best;
	if (operation.kind === 'delete' && !isNamed && !saysName(resource, theirs.described)) {
		return {
			...base,
			...{ ids: new Map(), bySynonym },
			candidates: [theirs.described],
			reason: 'It deletes, and only a word of the same meaning speaks for it.',
		};
	}
	return { ...base, theirs, ids, isNamed, bySynonym, candidates: [theirs.described], reason: '' };
}

/** Whether the document uses our name for the resource of the operation. */
function saysName({ label }: Resource, { tags, id }: DescribedOperation): boolean {
	const wanted = wordsOf(label).join(' ');
	return [...tags, id].some((text) => ` ${wordsOf(text).join(' ')} `.includes(` ${wanted} `));
}

/** The score of a method for a kind of operation; a missing method does something else. */
const METHODS: Readonly<Partial<Record<EndpointKind, Readonly<Record<string, number>>>>> = {
	list: { GET: 3, POST: 1 },
	get: { GET: 3 },
	download: { GET: 3 },
	create: { POST: 3, PUT: 1 },
	update: { PATCH: 3, PUT: 2, POST: 1 },
	delete: { DELETE: 3 },
	action: { POST: 3, PUT: 2, PATCH: 1 },
	upload: { POST: 3, PUT: 1 },
};

/** The verbs in a path that suit a kind of operation. */
const VERB_OF: Readonly<Partial<Record<EndpointKind, readonly Verb[]>>> = {
	list: ['list'],
	get: ['get'],
	download: [],
	create: ['create'],
	update: ['update'],
	delete: ['delete'],
	action: [],
	upload: ['create', 'upload'],
};

function fit(resource: Resource, operation: Endpoint, theirs: Theirs): Fit | undefined {
	const { described, parts, verb } = theirs;
	const method = methodScore(operation.kind, described, verb);
	if (method === undefined) return undefined;
	const ours = operation.path.split('/').filter(Boolean);
	const places = readPlaces(ours);
	const last = places.at(-1)!;
	const theirLast = parts.at(-1);
	const isItem = last.parameter !== undefined;
	if (!theirLast || (theirLast.parameter !== undefined) !== isItem) return undefined;
	const lastLike = likeness(last.word, theirLast.word, RESOURCE_SYNONYMS);
	if (!lastLike) return undefined;

	const fields = fieldsOf(described);
	const parents = fitParents(places.slice(0, -1), parts.slice(0, -1), fields);
	if (!parents) return undefined;
	const { ids } = parents;
	if (isItem) ids.set(last.parameter!, inPath(fields, theirLast.parameter!));
	if (
		operation.kind === 'upload' &&
		!fields.some(({ type, name }) => type === 'file' && name !== '')
	)
		return undefined;
	const bySynonym = lastLike === 'synonym' || parents.synonyms > 0;
	const synonyms = parents.synonyms + (lastLike === 'synonym' ? 1 : 0);
	const score = 100 - 20 * synonyms + 5 * ids.size + method;
	return { theirs, score, isNamed: lastLike === 'same', bySynonym, ids };
}

function methodScore(
	kind: EndpointKind,
	{ method, path }: DescribedOperation,
	verb: Verb | undefined,
) {
	if (verb !== undefined && !VERB_OF[kind]?.includes(verb)) return undefined;
	// A list by POST …/search reads as well; any other POST may be a creation.
	if (kind === 'list' && method === 'POST' && !isSearchPath(path)) return undefined;
	// POST …/delete deletes as well.
	if (kind === 'delete' && method === 'POST') return verb === 'delete' ? 2 : undefined;
	const worth = METHODS[kind]?.[method];
	return worth === undefined ? undefined : worth + (verb === undefined ? 0.5 : 0);
}

/** Resources of our path, the account among them. */
function readPlaces(segments: readonly string[]): PathPart[] {
	const places: PathPart[] = [];
	for (const segment of segments) {
		if (segment.startsWith('{')) places.at(-1)!.parameter = segment.slice(1, -1);
		else places.push({ word: segment });
	}
	return places;
}

/** Their parents must be among ours, in the same order. A parameter must name each parent that they lack. */
function fitParents(
	ours: readonly PathPart[],
	theirs: readonly PathPart[],
	fields: readonly DescribedField[],
): { ids: Map<string, DescribedField>; synonyms: number } | undefined {
	const ids = new Map<string, DescribedField>();
	let synonyms = 0;
	let from = 0;
	for (const { word, parameter } of theirs) {
		if (parameter === undefined) return undefined;
		const at = ours.findIndex(
			(one, index) => index >= from && likeness(one.word, word, RESOURCE_SYNONYMS),
		);
		if (at < 0) return undefined;
		if (likeness(ours[at]!.word, word, RESOURCE_SYNONYMS) === 'synonym') synonyms++;
		ids.set(ours[at]!.parameter!, inPath(fields, parameter));
		from = at + 1;
	}
	for (const [index, { word, parameter }] of ours.entries()) {
		if (ids.has(parameter!)) continue;
		const field = fields.find(
			({ place, name }) => (place === 'query' || place === 'header') && isIdOf(name, word),
		);
		if (field) ids.set(parameter!, field);
		// The key may determine account and workspace, and nothing else.
		else if (index > 1) return undefined;
	}
	return { ids, synonyms };
}

function inPath(fields: readonly DescribedField[], name: string): DescribedField {
	return fields.find((field) => field.place === 'path' && field.name === name)!;
}

/** `workspaceId`, `workspace_id`, `X-Workspace-Id` and `workspace` name a workspace. */
function isIdOf(name: string, plural: string): boolean {
	const bare = name.replace(/^x-/i, '').replace(/[_-]?id$/i, '');
	return likeness(bare, plural, RESOURCE_SYNONYMS) !== undefined;
}
