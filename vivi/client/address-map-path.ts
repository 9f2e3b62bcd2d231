import { freePath } from '../address/path';
import { namesInPath, type MappedAddress } from './address-map';
import type { Entry } from './address-map-entry';
import { explained, mistake, PATH_HINT, shown } from './address-map-mistakes';

/** The path with the catalogue's names in its braces. */
export function readPath(
	{ key, operation, given }: Entry,
	parameters: MappedAddress['parameters'],
) {
	const path = given['path'] ?? operation.path;
	if (typeof path !== 'string' || !path.startsWith('/')) {
		throw mistake(key, 'its path is no text that starts with /', PATH_HINT);
	}
	explained(key, () => freePath(path.replace(/\{[^{}]*\}/g, 'x')));
	if (path.includes('?')) {
		throw mistake(key, 'its path holds a query', 'Name query parameters under "parameters".');
	}
	const ids = namesInPath(operation.path);
	const inPath = new Map(
		ids.flatMap((ours) => {
			const target = parameters.get(ours) ?? { in: 'path', name: ours };
			return target.in === 'path' ? [[target.name, ours]] : [];
		}),
	);
	const names = namesInPath(path);
	const unknown = names.find((name) => !inPath.has(name));
	if (unknown !== undefined) {
		throw mistake(
			key,
			`its path holds {${shown(unknown)}}, which stands for nothing that this operation knows`,
			`It knows ${ids.map((id) => `{${id}}`).join(', ')}. For another name in the braces add it: "parameters": { "${ids.at(-1)}": "${shown(unknown)}" }.`,
		);
	}
	const unused = [...parameters].find(
		([, target]) => target.in === 'path' && !names.includes(target.name),
	);
	if (unused) {
		throw mistake(
			key,
			`its path does not hold {${shown(unused[1].name)}}, which its parameters name`,
			`Put it into the path, name another place such as "query.${shown(unused[1].name)}", or remove '${unused[0]}' from the parameters.`,
		);
	}
	return path.replace(/\{([^{}]*)\}/g, (_, name: string) => `{${inPath.get(name)}}`);
}
