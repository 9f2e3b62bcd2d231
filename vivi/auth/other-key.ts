import { ViviInputError } from '../errors';

/** For a connection that may hold both kinds of key, and lacks the one of the API. */
export function platformKeyNeeded(): ViviInputError {
	return new ViviInputError({
		code: 'platform_key_needed',
		field: 'clientId',
		message: 'This connection holds the key of an API channel and nothing else.',
		hint: 'Choose a connection with an Account or Workspace API key for this step, or reconnect and fill in the values of such a key as well.',
	});
}

/** The same for one that lacks the key of an API channel. */
export function channelKeyNeeded(): ViviInputError {
	return new ViviInputError({
		code: 'channel_key_needed',
		field: 'apiKey',
		message: 'This connection holds no key of an API channel.',
		hint: 'Choose a connection with a Channel ID and a Channel API Key for this step, or reconnect and fill in both. Account and Workspace API keys cannot talk to an agent.',
	});
}
