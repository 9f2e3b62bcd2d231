import { aOrAn } from '../../../vivi/catalogue/a-or-an';
import type { Operation, Resource } from '../../../vivi/catalogue/types';

/** A label in front of the operation's own: Agent + 'Create' → 'Create Agent', User + 'Update Role' → 'Update User Role'. */
export function actionLabel(resource: Pick<Resource, 'label'>, { label }: Operation): string {
	const [verb, ...rest] = label.split(' ');
	return [verb, resource.label, ...rest].join(' ');
}

/** 'Create a new agent' → 'Creates a new agent.', as Zapier words the descriptions of actions. */
export function actionDescription({ description }: Pick<Operation, 'description'>): string {
	return sentence(description.replace(/^\w+/, (verb) => `${verb}s`));
}

/** Ends like a sentence. */
export function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** 'an agent', 'a knowledge base' */
export function aRecord({ label }: Pick<Resource, 'label'>): string {
	return aOrAn(label.toLowerCase());
}
