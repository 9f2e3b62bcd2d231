import type { INodeProperties } from 'n8n-workflow';

/** The hidden value that a credential has as long as none of its fields is an expression. */
export const WRITTEN_OUT = 'writtenOut';

/**
 * n8n hands over a credential with its expressions evaluated and does not say whether there were any.
 * But it decides which fields there are before that, by the values as they were written.
 * @param fields of the credential
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
