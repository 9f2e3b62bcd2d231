import { isJsonObject, type JsonObject } from '../http/json';

/**
 * The path that a document's servers put before its own paths. Their host is ignored and the
 * credential's is called; otherwise a document could send the token elsewhere.
 * @param documentUrl the address of the document, from which a relative server is resolved
 * @param holders objects that may name servers, the most specific first: operation, path, document
 */
export function serverPath(
	root: JsonObject,
	documentUrl: URL | undefined,
	...holders: readonly JsonObject[]
): string {
	if (typeof root['swagger'] === 'string') return pathOf(root['basePath']);
	for (const { servers } of holders) {
		const [first] = Array.isArray(servers) ? servers : [];
		if (isJsonObject(first) && typeof first['url'] === 'string') {
			return pathOf(withDefaults(first['url'], first['variables']), documentUrl);
		}
	}
	return '';
}

function withDefaults(url: string, variables: unknown): string {
	return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
		const known = isJsonObject(variables) && Object.hasOwn(variables, name) ? variables[name] : {};
		const { default: standard, enum: choices } = isJsonObject(known) ? known : {};
		const value = standard ?? (Array.isArray(choices) ? choices[0] : undefined);
		return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
	});
}

/** The beginning of a server's address, up to its path; people also write a host without `https://`. */
const HOST =
	/^([^/?#]*:)?\/\/[^/?#]*|^\{[^{}/]*\}(?=[/?#]|$)|^(localhost|([\w-]+\.)+[a-z]{2,})(:\d+)?(?=[/?#]|$)/i;

/** The path alone, without a trailing slash. */
function pathOf(url: unknown, documentUrl?: URL): string {
	const text = typeof url === 'string' ? url.trim() : '';
	const path = text.replace(HOST, '').split(/[?#]/, 1)[0]!;
	const isRelative = !HOST.test(text) && path !== '' && !path.startsWith('/');
	const folder = isRelative ? (documentUrl?.pathname.replace(/[^/]*$/, '') ?? '') : '';
	const segments: string[] = [];
	for (const segment of segmentsOf(`${folder}${path}`)) {
		if (segment === '..') segments.pop();
		else if (segment !== '.') segments.push(segment);
	}
	return segments.map((segment) => `/${segment}`).join('');
}

/**
 * Puts the paths of a document below the Base URL. A common part, such as the `/v1` of
 * `https://proxy.example/vivi/v1` and of `/v1/agents`, occurs only once.
 */
export function belowBase(baseUrl: string): (path: string) => string {
	const base = segmentsOf(URL.canParse(baseUrl) ? new URL(baseUrl).pathname : '');
	return (path) => {
		const segments = segmentsOf(path);
		for (let shared = Math.min(base.length, segments.length); shared > 0; shared--) {
			const tail = base.slice(-shared);
			if (tail.every((segment, at) => segment === segments[at])) {
				return `/${path
					.split('/')
					.slice(shared + 1)
					.join('/')}`;
			}
		}
		return path;
	};
}

function segmentsOf(path: string): string[] {
	return path.split('/').filter(Boolean);
}
