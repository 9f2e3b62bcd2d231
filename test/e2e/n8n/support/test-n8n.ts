import { startTemporaryN8n, type TemporaryN8n } from '../../../../scripts/n8n/temporary';
import { prepareN8n } from './prepared-n8n';

export type TestN8n = TemporaryN8n;

/**
 * A real n8n of its own with our packed package and the plain node, signed in.
 * @param env settings of n8n's own
 */
export async function startTestN8n(env: Record<string, string> = {}): Promise<TestN8n> {
	return await startTemporaryN8n({ env, prepared: await prepareN8n() });
}
