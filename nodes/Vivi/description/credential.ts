import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

import type { ConnectionField } from '../../../vivi/auth/connection-fields';
import { redirectedText, REDIRECTS, type Secret } from '../../../vivi/auth/own-address';

/** The values of a connection as the fields of a credential. */
export function credentialProperties(
	fields: Readonly<Record<string, ConnectionField>>,
): INodeProperties[] {
	return Object.entries(fields).map(([name, field]) => {
		const { label, help, placeholder, secret, keyType, isOptional, default: preset = '' } = field;
		return {
			displayName: label,
			name,
			type: 'string',
			...(secret && { typeOptions: { password: true } }),
			...(field.isLong && { typeOptions: { rows: 4 } }),
			default: preset,
			...(preset === '' && !isOptional && { required: true }),
			...(keyType && { displayOptions: { show: { keyType: [keyType] } } }),
			...(placeholder !== undefined && { placeholder }),
			description: help,
		};
	});
}

/** The hidden value of a credential as long as none of its fields is an expression. */
export const WRITTEN_OUT = 'writtenOut';

/**
 * Adds that value to the fields of a credential. n8n gives a credential with its expressions
 * evaluated and does not say whether there were any. But before that it decides by the written values
 * which fields there are.
 */
export function withWrittenOut(fields: readonly INodeProperties[]): INodeProperties[] {
	const names = fields
		.filter(({ type }) => type !== 'notice' && type !== 'hidden')
		.map(({ name }) => name);
	const written = {
		...hiddenProperty('Written Out', WRITTEN_OUT),
		default: 'yes',
		displayOptions: {
			hide: Object.fromEntries(names.map((name) => [name, [{ _cnd: { startsWith: '=' } }]])),
		},
	};
	return [...fields, written];
}

/** A value that n8n stores with the fields, and that nobody fills in. */
export function hiddenProperty(
	displayName: string,
	name: string,
	typeOptions?: INodeProperties['typeOptions'],
): INodeProperties {
	return { displayName, name, type: 'hidden', default: '', ...(typeOptions && { typeOptions }) };
}

/** A text between the fields. */
export function noticeProperty(text: string, name = 'notice'): INodeProperties {
	return { displayName: text, name, type: 'notice', default: '' };
}

/** The request of a credential's test, as expressions over its values. */
export function testAddress(baseUrl: string, path: string) {
	return {
		baseURL: `={{($credentials.baseUrl || "${baseUrl}").trim().replace(/\\/+$/, "")}}`,
		url: `=${path.replace(
			/\{(\w+)\}/g,
			(_, name: string) => `{{encodeURIComponent(($credentials.${name} || "").trim())}}`,
		)}`,
		disableFollowRedirect: true,
		timeout: 30_000,
	};
}

/** The message of a credential's test for each status that fails it. */
export function testRules(
	secret: Secret,
	refusals: Readonly<Record<number, string>>,
): NonNullable<ICredentialTestRequest['rules']> {
	const redirects = REDIRECTS.map((status) => [status, redirectedText(secret)] as const);
	const others = Object.entries(refusals).map(([status, text]) => [Number(status), text] as const);
	return [...redirects, ...others].map(([value, message]) => ({
		type: 'responseCode',
		properties: { value, message },
	}));
}
