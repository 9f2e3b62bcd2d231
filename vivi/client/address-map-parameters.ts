import type { Endpoint } from '../catalogue/types';
import type { JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';
import {
	NAME_IN_PLACE,
	namesInPath,
	PAGING_PARAMETERS,
	type MappedAddress,
	type Target,
} from './address-map';
import type { Entry } from './address-map-entry';
import { checkNames, checkOnce, explained, mistake } from './address-map-mistakes';
import { checkHeaders } from './headers';

const PLACES = ['path', 'query', 'header', 'body'] as const;

/** The real names and places of an operation's values. */
export function readParameters(entry: Entry, method: HttpMethod): MappedAddress['parameters'] {
	const { key, given } = entry;
	const named = given['parameters'] ?? {};
	const places = placesOf(entry.operation, method);
	checkNames(key, named, [...places.keys()], 'its parameters name');
	const targets = Object.entries(named).map(([ours, theirs]) => {
		const allowed = places.get(ours)!;
		const target = readTarget(key, ours, theirs, allowed);
		if (!allowed.includes(target.in)) {
			throw mistake(
				key,
				`its parameters send '${ours}' in the ${target.in}, where it cannot go`,
				`It can go into: ${allowed.join(', ')}.`,
			);
		}
		return [ours, target] as const;
	});
	const wholeNames = targets.map(([, { in: place, name }]) => {
		// The names of headers ignore the case.
		return `${place}.${place === 'header' ? name.toLowerCase() : name}`;
	});
	checkOnce(key, wholeNames, 'its parameters use');
	return new Map(targets);
}

/** The places where each name of the operation may go, its usual one first. */
function placesOf(operation: Endpoint, method: HttpMethod): Map<string, readonly Target['in'][]> {
	const hasBody = method !== 'GET' && method !== 'DELETE' && operation.kind !== 'upload';
	const isSearch = operation.kind === 'list' && method === 'POST';
	const ofLists = isSearch ? (['body', 'query'] as const) : (['query'] as const);
	const anywhere = PLACES.filter((place) => place !== 'body' || hasBody);
	return new Map<string, readonly Target['in'][]>([
		...namesInPath(operation.path).map((name) => [name, anywhere] as const),
		...(operation.kind === 'list' ? PAGING_PARAMETERS : []).map((name) => [name, ofLists] as const),
		...operation.fields.map(
			({ name, in: place = 'body' }) => [name, isSearch ? ofLists : [place]] as const,
		),
	]);
}

function readTarget(
	key: string,
	ours: string,
	given: JsonValue,
	allowed: ReadonlyArray<Target['in']>,
): Target {
	if (typeof given !== 'string' || given.trim() === '') {
		throw mistake(
			key,
			`its parameters give no name for '${ours}'`,
			`Write the name as VIVI has it: "${ours}": "name", or with its place: "query.name".`,
		);
	}
	const [, place, name] = NAME_IN_PLACE.exec(given) ?? [];
	if (place === 'cookie') {
		throw mistake(
			key,
			`its parameters send '${ours}' in a cookie, and cookies are not sent`,
			`It can go into: ${allowed.join(', ')}.`,
		);
	}
	const target: Target = { in: (place as Target['in']) ?? allowed[0]!, name: name ?? given };
	if (target.in === 'header') explained(key, () => checkHeaders({ [target.name]: '' }));
	return target;
}
