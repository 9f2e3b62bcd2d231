import { startSandbox, type Sandbox } from '../../sandbox/server';
import { startTestN8n, type TestN8n } from '../../test/e2e/n8n/support/test-n8n';

/**
 * Starts a real n8n with the packed package and a sandbox, and stops both afterwards.
 * @param env settings of n8n's own
 */
export async function withRealN8n<T>(
	work: (n8n: TestN8n, sandbox: Sandbox) => Promise<T>,
	env: Record<string, string> = {},
): Promise<T> {
	const sandbox = await startSandbox();
	try {
		const n8n = await startTestN8n(env);
		try {
			return await work(n8n, sandbox);
		} finally {
			await n8n.stop();
		}
	} finally {
		await sandbox.close();
	}
}
