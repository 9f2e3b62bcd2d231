import { describedFields } from '../catalogue/api-operation';
import { HTTP_METHODS, type HttpMethod } from '../http/port';
import { invalid } from '../input/problems';
import { trimmed } from '../text/trimmed';

/** An operation as a person types it and as it is stored: `POST /agents/{agentId}`. */
export function operationKey({ method, path }: { method: HttpMethod; path: string }): string {
	return `${method} ${path}`;
}

/**
 * Reads the text of {@link operationKey}, or of a person.
 * @throws ViviInputError naming the field, with an example
 */
export function readOperationKey(given: unknown): { method: HttpMethod; path: string } {
	const refuse = (what: string) =>
		invalid(
			describedFields.apiOperation,
			what,
			`Choose one from the list, or enter method and path, such as POST /agents/{agentId}. The methods are ${HTTP_METHODS.join(', ')}.`,
			'invalid_api_operation',
		);
	const text = typeof given === 'string' ? trimmed(given) : '';
	if (text === '') throw refuse('is empty');
	const [, word = '', path = ''] = /^(\S+)\s+(\/.*)$/s.exec(text) ?? [];
	const method = HTTP_METHODS.find((one) => one === word.toUpperCase());
	if (!method) throw refuse('is not a method and a path');
	return { method, path: trimmed(path) };
}
