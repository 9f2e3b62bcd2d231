import { isJsonObject, type JsonObject } from '../http/json';

/**
 * The path that a document's servers put before its own paths. Their host is ignored and the
 * credential's is called; otherwise a document could send the token elsewhere.
 * @param holders objects that may name servers, the most specific first: operation, path, document
 */
export function serverPath(root: JsonObject, ...holders: readonly JsonObject[]): string {
	if (typeof root['swagger'] === 'string') return pathOf(root['basePath']);
	for (const { servers } of holders) {
		const [first] = Array.isArray(servers) ? servers : [];
		if (isJsonObject(first) && typeof first['url'] === 'string') {
			return pathOf(withDefaults(first['url'], first['variables']));
		}
	}
	return '';
}

function withDefaults(url: string, variables: unknown): string {
	return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
		const known = isJsonObject(variables) && Object.hasOwn(variables, name) ? variables[name] : {};
		const value = isJsonObject(known) ? known['default'] : undefined;
		return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
	});
}

/** The path alone, without a trailing slash. */
function pathOf(url: unknown): string {
	if (typeof url !== 'string') return '';
	const withoutHost = url.trim().replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/?#]*/i, '');
	const path = withoutHost.split(/[?#]/, 1)[0]!.replace(/^\.?\/+|\/+$/g, '');
	return path === '' ? '' : `/${path}`;
}

/**
 * A path of the document, below the Base URL. A common part, such as the `/v1` of
 * `https://proxy.example/vivi/v1` and of `/v1/agents`, occurs only once.
 */
export function belowBase(path: string, baseUrl: string): string {
	const base = segmentsOf(URL.canParse(baseUrl) ? new URL(baseUrl).pathname : '');
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
}

function segmentsOf(path: string): string[] {
	return path
		.replace(/^\/|\/$/g, '')
		.split('/')
		.filter(Boolean);
}
