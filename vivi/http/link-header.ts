/** The target of a `Link` header (RFC 8288) with a given relation. */
export function linkTarget(header: string | undefined, relation: string): string | undefined {
	const links = /<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
	for (const [, target, parameters] of (header ?? '').slice(0, 20_000).matchAll(links)) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters ?? '');
		const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (relations.includes(relation)) return target;
	}
	return undefined;
}
