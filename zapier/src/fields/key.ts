import type { InputField } from '../../../vivi/catalogue/types';

/**
 * `knowledgeBaseId` and 'Knowledge Base' → `knowledge_base_id`, `knowledge_base`: keys in Zapier's
 * notation.
 */
export function toKey(name: string): string {
	return name
		.replace(/([a-z\d])([A-Z])/g, '$1_$2')
		.replace(/[\s-]+/g, '_')
		.toLowerCase();
}

/**
 * The key of an input. An ID from the person's own system must not have a key of an ID: Zapier
 * demands a dropdown for each ID (integration check D004), and VIVI has no list of these.
 */
export function keyOf({ type, name }: Pick<InputField, 'type' | 'name'>): string {
	return toKey(type === 'ownId' ? name.replace(/Id$/, '') : name);
}
