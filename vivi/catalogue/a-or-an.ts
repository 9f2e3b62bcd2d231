/** 'agent' → 'an agent'; decided by the first letter, which is right for every word of the catalogue. */
export function aOrAn(noun: string): string {
	return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
