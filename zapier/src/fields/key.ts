import type { InputValues } from '../../../vivi/client/input-values';

/** `knowledgeBaseId` and 'Knowledge Base' → `knowledge_base_id`, `knowledge_base`: keys as Zapier writes them. */
export function toKey(name: string): string {
	return name
		.replace(/([a-z\d])([A-Z])/g, '$1_$2')
		.replace(/[\s-]+/g, '_')
		.toLowerCase();
}

/** What was filled in, by the catalogue's names. */
export function valuesOf(
	inputData: Readonly<Record<string, unknown>>,
	names: Iterable<string>,
): InputValues {
	return Object.fromEntries([...names].map((name) => [name, inputData[toKey(name)]]));
}
