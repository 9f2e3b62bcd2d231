/**
 * The order of options and fields in n8n's UX guidelines, for labels in English. Not
 * `localeCompare`: its first call sets up a collation, which took a third of the node's load time.
 */
export function alphabetical(one: string, other: string): number {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a < b ? -1 : Number(a > b);
}
