import type { ListShape } from './read-list';

/** The name of a list's records comes from its address, where nothing else gives it. */
export function shapeAt(path: string): ListShape {
	const segment = path.split(/[?#]/, 1)[0]!.split('/').filter(Boolean).at(-1) ?? '';
	const plural = /^[\w-]{1,60}$/.test(segment) ? segment : 'records';
	return { plural, idField: `${plural.replace(/s$/, '')}Id` };
}
