import { n8nHttp } from '../../nodes/Vivi/shared/n8n-http';
import { describeHttpContract } from '../contract/http-contract';
import { useEngine } from './support/use-engine';

const local = useEngine();

describeHttpContract('n8n, as the credential uses it', () => {
	const { helpers } = local.engine.editorContext();
	return n8nHttp(
		async (options) => await helpers.httpRequest({ ...options, returnFullResponse: true }),
	);
});

describeHttpContract('n8n with authentication, as the nodes use it', () => async (call) => {
	// The credential signs requests to its own Base URL only.
	const { origin: baseUrl } = new URL(call.url);
	const credentials = await local.engine.viviCredential(undefined, { baseUrl });
	const context = local.engine.editorContext({ credentials });
	return await n8nHttp(
		async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(context, 'viviApi', options),
	)(call);
});
