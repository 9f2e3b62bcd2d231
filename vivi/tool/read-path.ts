import { ViviInputError } from '../errors';
import { toolForm } from './form';

/**
 * Checks the end of a tool's address. n8n and web addresses interpret some characters (a query, a
 * parameter ':id', an escape '%20', a step '..'), and then nothing would answer at the address.
 * @param path without surrounding blanks; empty when none was entered
 * @throws ViviInputError that names the field
 */
export function checkPath(path: string): void {
	const segments = path.replace(/^\/|\/$/g, '').split('/');
	const isPlain = segments.every((one) => /^[\w.~-]+$/.test(one) && !/^\.+$/.test(one));
	if (path === '' || isPlain) return;
	const { label } = toolForm.path;
	throw new ViviInputError({
		code: 'invalid_tool',
		field: label,
		message: `'${label}' cannot be '${path.slice(0, 80)}'.`,
		hint: 'Use letters (a to z), digits and - _ . ~, with single slashes between them, such as tools/look-up-order.',
	});
}
