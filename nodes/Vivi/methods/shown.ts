import { isExpression, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';

import type { Choice } from '../../../vivi/client/choices';
import { toNodeError } from '../shared/node-errors';

/** The editor shows an error's message; an empty list would look as if there were nothing. */
export function shown<Asked extends unknown[], Result>(
	load: (context: ILoadOptionsFunctions, ...asked: Asked) => Promise<Result>,
) {
	return async (context: ILoadOptionsFunctions, ...asked: Asked): Promise<Result> => {
		try {
			return await load(context, ...asked);
		} catch (error) {
			throw toNodeError(context.getNode(), error);
		}
	};
}

/**
 * The title in the editor. n8n evaluates a chosen value that begins like an expression, and the
 * result would go to the service; so a record with such an ID cannot be chosen.
 */
export function toOptions(choices: readonly Choice[]): INodePropertyOptions[] {
	return choices
		.filter(({ id }) => !isExpression(id))
		.map(({ id, label }) => ({ name: label, value: id }));
}

/** The choices of a dropdown, with a text at the end if there are more. */
export function allOptions({ choices, more }: { choices: readonly Choice[]; more?: string }) {
	const options = toOptions(choices);
	// If a person chooses it, it stands for no record: blank IDs count as none.
	return more === undefined ? options : [...options, { name: more, value: '' }];
}
