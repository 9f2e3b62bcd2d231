import type { ErrorText } from '../error-texts/context';
import { connectionWord, type Labels } from '../error-texts/labels';
import type { NetworkFailure, NetworkFailureKind } from '../http/port';
import { LATER, PORTAL, ViviAuthError } from './errors';

/** Texts for a token URL that gave no answer. */
export const UNANSWERED: Readonly<Record<Exclude<NetworkFailureKind, 'blocked'>, ErrorText>> = {
	dns: {
		code: 'token_host_not_found',
		field: 'tokenUrl',
		message: "The host in 'Token URL' was not found.",
		hint: `Compare 'Token URL' with ${PORTAL}, and check that this machine can resolve names.`,
		transient: true,
	},
	refused: {
		code: 'token_host_refused',
		field: 'tokenUrl',
		message: "The host in 'Token URL' refused the connection.",
		hint: `Compare 'Token URL' with ${PORTAL}, and check that no firewall or proxy is in the way.`,
		transient: true,
	},
	reset: {
		code: 'token_connection_lost',
		message: 'The connection to the token URL broke before VIVI answered.',
		hint: LATER,
		transient: true,
	},
	aborted: {
		code: 'token_connection_lost',
		message: 'The request to the token URL was cancelled before VIVI answered.',
		hint: 'Run it again.',
		transient: true,
	},
	network: {
		code: 'token_connection_lost',
		message: 'The token URL could not be reached.',
		hint: `Compare 'Token URL' with ${PORTAL}, and check the network of this machine.`,
		transient: true,
	},
	oversized: {
		code: 'token_answer_not_json',
		field: 'tokenUrl',
		message: 'The token URL answered with far more than a token.',
		hint: `Copy 'Token URL' from ${PORTAL} exactly as shown; it must be the token endpoint, not a web page.`,
	},
	timeout: {
		code: 'token_timeout',
		message: 'The token URL did not answer in time.',
		hint: LATER,
		transient: true,
	},
	tls: {
		code: 'token_certificate',
		field: 'tokenUrl',
		message:
			"The host in 'Token URL' did not present a trusted certificate, so no secret was sent.",
		hint: `Compare 'Token URL' with ${PORTAL}. Behind a company proxy, its certificate has to be trusted on this machine.`,
	},
	private: {
		code: 'token_host_private',
		field: 'tokenUrl',
		message: "The host in 'Token URL' leads into a private network, so no secret was sent.",
		hint: `From here only addresses on the internet can be reached. Copy 'Token URL' from ${PORTAL} exactly as shown.`,
	},
};

/** The connection may not call this host. */
function blocked(connection: string): ErrorText {
	return {
		code: 'token_blocked',
		field: 'tokenUrl',
		message: `The host in 'Token URL' is not among the domains this ${connection} may call.`,
		hint: `Add the token URL's host to 'Allowed Domains' of the ${connection}, beside the API's host.`,
	};
}

/** The error for a missing answer. */
export function exchangeUnanswered({ kind }: NetworkFailure, labels?: Labels): ViviAuthError {
	return new ViviAuthError(kind === 'blocked' ? blocked(connectionWord(labels)) : UNANSWERED[kind]);
}
