import type { Handler } from './handler';

interface AuthTemplate {
	supported: boolean;
	template?: { headers?: Record<string, string> };
}

const BEARER = 'Bearer {{bundle.authData.accessToken}}';

/**
 * Zapier sends some requests for people itself (API requests, MCP). It reads from the app how to authorise them.
 * This function says why Zapier cannot.
 */
export async function authTemplateFindings(handler: Handler): Promise<string[]> {
	const { results } = await handler({
		command: 'getAuthTemplate',
		bundle: {},
		calledFromCli: true,
	});
	const { supported, template } = results as AuthTemplate;
	if (!supported) return [`not supported: ${JSON.stringify(results)}`];
	const { Authorization: header } = template?.headers ?? {};
	return header === BEARER ? [] : [`the header Authorization is '${header}', not '${BEARER}'`];
}
