import { n8nHttp } from '../../nodes/Vivi/shared/n8n-http';
import { describeHttpContract } from '../contract/http-contract';
import { useEngine } from './support/use-engine';

const local = useEngine();

describeHttpContract('n8n, as the credential uses it', () => n8nHttp(local.engine.editorContext()));

describeHttpContract('n8n with authentication, as the nodes use it', () => async (call) => {
	// The credential signs requests to its own Base URL only.
	const { origin: baseUrl } = new URL(call.url);
	const credentials = await local.engine.viviCredential(undefined, { baseUrl });
	const data = await local.engine.storedCredential(credentials);
	const context = local.engine.editorContext({ credentials });
	return await n8nHttp(context, { type: 'viviApi', data })(call);
});
