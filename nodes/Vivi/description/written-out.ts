import type { INodeProperties } from 'n8n-workflow';

/** The hidden value of a credential as long as none of its fields is an expression. */
export const WRITTEN_OUT = 'writtenOut';

/**
 * n8n gives a credential with its expressions evaluated and does not say whether there were any. But
 * before that it decides by the written values which fields there are.
 * @param fields the fields of the credential
 */
export function writtenOutProperty(fields: readonly INodeProperties[]): INodeProperties {
	const names = fields
		.filter(({ type }) => type !== 'notice' && type !== 'hidden')
		.map(({ name }) => name);
	return {
		displayName: 'Written Out',
		name: WRITTEN_OUT,
		type: 'hidden',
		default: 'yes',
		displayOptions: {
			hide: Object.fromEntries(names.map((name) => [name, [{ _cnd: { startsWith: '=' } }]])),
		},
	};
}
