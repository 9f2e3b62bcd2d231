import { ViviError } from '../errors';

/** All ways in which a token exchange can fail; stable, safe to match on. */
export type ViviAuthErrorCode =
	| 'missing_value'
	| 'invalid_url'
	| 'token_host_not_found'
	| 'token_host_refused'
	| 'token_host_private'
	| 'token_connection_lost'
	| 'token_certificate'
	| 'token_timeout'
	| 'token_blocked'
	| 'client_rejected'
	| 'audience_rejected'
	| 'grant_rejected'
	| 'request_rejected'
	| 'token_url_not_found'
	| 'content_type_rejected'
	| 'token_rate_limited'
	| 'token_endpoint_down'
	| 'token_redirected'
	| 'token_web_page'
	| 'token_proxy_sign_in'
	| 'token_answer_not_json'
	| 'token_missing'
	| 'token_malformed'
	| 'token_type_unsupported'
	| 'token_unexpected_status';

/**
 * The key's values could not be exchanged for an access token. Message and hint never hold a secret,
 * a token or the endpoint's answer.
 */
export class ViviAuthError extends ViviError {
	override readonly name = 'ViviAuthError';
	declare readonly code: ViviAuthErrorCode;

	constructor(details: ConstructorParameters<typeof ViviError>[0] & { code: ViviAuthErrorCode }) {
		super(details);
	}
}
