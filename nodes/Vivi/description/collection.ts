import type { INodeProperties } from 'n8n-workflow';

/** A collection, in which a person adds those fields that are needed. */
export function collection(
	displayName: string,
	name: string,
	placeholder: string,
	fields: readonly INodeProperties[],
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties {
	return {
		...{ displayName, name, type: 'collection', placeholder, default: {} },
		...(displayOptions && { displayOptions }),
		options: fields.toSorted((a, b) => alphabetical(a.displayName, b.displayName)),
	};
}

/**
 * The order of options and fields in n8n's UX guidelines, for labels in English. Not
 * `localeCompare`: its first call sets up a collation, which took a third of the node's load time.
 */
export function alphabetical(one: string, other: string): number {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a < b ? -1 : Number(a > b);
}
