import { isSince } from '../../../../scripts/n8n/versions';

/** Features of the n8n under test that older ones do not have. */
export const n8nHas = {
	/**
	 * Texts of its own in a credential test. Until 2.33 n8n shows one for the status instead, since its
	 * errors lose the cause where it looks for the rule (n8n 2.33.7, dist/services/credentials-tester.service.js).
	 */
	rulesOfCredentialTests: isSince('2.34.0'),
	/** Polls whose state outlives a crash: in @n8n/config 2.34.0 (n8n 2.36.0), not in 2.33.4 (2.35.7). */
	durableCursors: isSince('2.36.0'),
	/** An error output that takes items with `details`, and a way for the node to tell that it does. */
	detailsOfFailedItems: isSince('2.37.0'),
};
