import { ViviInputError } from '../errors';

/**
 * Checks the end of a tool's address. What n8n and web addresses read in their own way (a query, a
 * parameter ':id', an escape '%20', a step '..') would lead to an address at which nothing answers.
 * @param path without blanks around it; empty when none was entered
 * @throws ViviInputError that names the field
 */
export function checkPath(path: string): void {
	const segments = path.replace(/^\/|\/$/g, '').split('/');
	const isPlain = segments.every((one) => /^[\w.~-]+$/.test(one) && !/^\.+$/.test(one));
	if (path === '' || isPlain) return;
	throw new ViviInputError({
		code: 'invalid_tool',
		field: 'Path',
		message: `'Path' cannot be '${path.slice(0, 80)}'.`,
		hint: 'Use letters (a to z), digits and - _ . ~, with single slashes between them, such as tools/look-up-order.',
	});
}
