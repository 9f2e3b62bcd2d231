import { aOrAn } from '../../../vivi/catalogue/a-or-an';
import type { Operation, Resource } from '../../../vivi/catalogue/types';

/**
 * 'Create a new agent' → 'Creates a new agent.', as Zapier words the descriptions of actions. A second
 * verb follows 'and': 'Send a message … and wait for its answer'.
 */
export function actionDescription({ description }: Pick<Operation, 'description'>): string {
	return sentence(description.replace(/^\w+|(?<= and )(?:wait|name)\b/g, (verb) => `${verb}s`));
}

/** Ends like a sentence. */
export function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** 'an agent', 'a knowledge base' */
export function aRecord({ label }: Pick<Resource, 'label'>): string {
	return aOrAn(label.toLowerCase());
}

/** For a sentence that goes on. */
export function lowerFirst(text: string): string {
	return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
