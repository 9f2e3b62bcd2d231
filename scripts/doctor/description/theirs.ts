import type { DescribedOperation } from '../../../vivi/openapi/described';
import { folded } from './words';

/** A fixed part of a path, and the parameter behind it, if there is one. */
export interface PathPart {
	word: string;
	parameter?: string;
}

/** An operation of a document, as the matcher looks at it. */
export interface Theirs {
	described: DescribedOperation;
	/** Without the common beginning of all addresses, and without a verb at the end. */
	parts: PathPart[];
	/** The verb at the end of the path. */
	verb?: Verb;
}

export type Verb = 'create' | 'update' | 'delete' | 'list' | 'get' | 'upload';

const VERBS: Readonly<Record<Verb, readonly string[]>> = {
	create: ['create', 'add', 'new', 'invite', 'invitation', 'invitations'],
	update: ['update', 'edit', 'change', 'modify', 'patch', 'role', 'update-role', 'change-role'],
	delete: ['delete', 'remove', 'destroy'],
	list: ['list', 'all', 'search', 'query', 'find', 'filter', 'lookup'],
	get: ['get', 'show', 'read', 'details'],
	upload: ['upload'],
};

/** Segments without a meaning for an address: versions, dates and the like. */
const PREFIX = /^(api|apis|rest|public|v\d+([._-]?\w+)?|\d{4}-\d{2}-\d{2})$/i;

/** The operations of a document with their paths taken apart. */
export function readTheirs(operations: readonly DescribedOperation[]): Theirs[] {
	const common = commonStart(operations.map(({ path }) => segmentsOf(path)));
	return operations.map((described) => {
		const segments = segmentsOf(described.path);
		let start = common;
		while (start < segments.length - 1 && PREFIX.test(segments[start]!)) start++;
		const parts = partsOf(segments.slice(start));
		const last = parts.at(-1);
		const verb = parts.length > 1 && last?.parameter === undefined ? verbOf(last!.word) : undefined;
		return { described, parts: verb ? parts.slice(0, -1) : parts, ...(verb && { verb }) };
	});
}

function segmentsOf(path: string): string[] {
	return path.split('/').filter(Boolean);
}

/** The number of fixed segments at the beginning of all addresses that another segment always follows. */
function commonStart(paths: readonly string[][]): number {
	const [first = []] = paths;
	let count = 0;
	while (
		count < first.length - 1 &&
		!first[count]!.startsWith('{') &&
		!first[count + 1]!.startsWith('{') &&
		paths.every((path) => path[count] === first[count] && path.length > count + 1)
	) {
		count++;
	}
	return count;
}

function partsOf(segments: readonly string[]): PathPart[] {
	const parts: PathPart[] = [];
	for (const segment of segments) {
		const [, parameter] = /^\{([^{}]+)\}$/.exec(segment) ?? [];
		const last = parts.at(-1);
		if (parameter === undefined) parts.push({ word: segment });
		else if (last && last.parameter === undefined) last.parameter = parameter;
		else parts.push({ word: '', parameter });
	}
	return parts;
}

function verbOf(word: string): Verb | undefined {
	const wanted = folded(word);
	return (Object.keys(VERBS) as Verb[]).find((verb) =>
		VERBS[verb].some((one) => folded(one) === wanted),
	);
}
