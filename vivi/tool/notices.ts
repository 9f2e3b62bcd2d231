/** A note above the form of a tool's secret. */
export const TOOL_SECRET_NOTICE =
	'You make up this secret yourself. Enter the same header name and secret in VIVI, where you import the tool as an integration. Anybody who has both can run the workflow.';

/** A note about a secret that can be used. */
export const TOOL_SECRET_OK = 'The secret is long enough. Enter it in VIVI, too.';
