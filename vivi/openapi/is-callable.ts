import { freePath } from '../address/path';

/** Whether a path lies below the Base URL once its braces are filled. */
export function isCallable(path: string): boolean {
	if (!path.startsWith('/') || path.includes('?')) return false;
	try {
		freePath(path.replace(/\{[^{}/]+\}/g, 'x'));
		return true;
	} catch {
		return false;
	}
}
