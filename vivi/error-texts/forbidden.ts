import { ROLES } from '../catalogue/types';
import type { ApiErrorContext, ErrorText, Refusal } from './context';
import { connectionWord } from './labels';
import { withSaid } from './service-message';

/**
 * The key may not do this. The text distinguishes account and workspace keys, as the guide's
 * troubleshooting does.
 */
export function forbidden({ what, said, context }: Refusal): ErrorText {
	const { roles = [], keyType, labels } = context;
	const text = {
		code: 'forbidden',
		message: withSaid(`The key is valid, but it has no permission for ${what}`, said),
	};
	if (keyType === 'account') {
		return {
			...text,
			hint: "An Account API key acts as Account Admin, but only in its own account: check 'Account ID' and that the record belongs to this account.",
		};
	}
	const { operation } = context;
	if (operation?.action !== undefined && isForAccountKeys(context)) {
		const doIt = operation.action.charAt(0).toLowerCase() + operation.action.slice(1);
		return {
			code: 'forbidden',
			message: withSaid(`Only an Account API key can ${doIt}`, said),
			hint: `The key of this ${connectionWord(labels)} is a Workspace API key. Create an Account API key under Manage Account → API Credentials in VIVI, and use it with the 'Key Type' Account API Key.`,
		};
	}
	const names = roles.map((role) => ROLES[role]).join(', ');
	const needed =
		roles.length === 0
			? ''
			: ` As far as VIVI's pages tell, it takes ${roles.length === 1 ? 'the role' : 'one of the roles'} ${names}.`;
	const scope =
		'A Workspace API key can only act inside its own workspace and within its assigned role.';
	const advice =
		'Raise the role under Workspace → Users → API Credentials, or use an Account API key.';
	return { ...text, hint: `${scope}${needed} Check 'Workspace ID'. ${advice}` };
}

/**
 * Whether VIVI's guide says that only an Account Admin may do it. The guide does not say so of
 * reading.
 */
function isForAccountKeys({ roles = [], operation }: ApiErrorContext): boolean {
	return roles.length === 1 && roles[0] === 'accountAdmin' && operation?.method !== 'GET';
}
