import { startSandbox, type Sandbox, type SandboxOptions } from '../../../../sandbox/server';
import { startTemporaryN8n, type TemporaryN8n } from '../../../../scripts/n8n/temporary';
import prepareN8n from './prepared-n8n';

export type TestN8n = TemporaryN8n;

/**
 * A real n8n of its own with our packed package and the plain node, signed in.
 * @param env settings of n8n's own
 */
export async function startTestN8n(env: Record<string, string> = {}): Promise<TestN8n> {
	return await startTemporaryN8n({ env, prepared: await prepareN8n() });
}

/**
 * Call it at the top of a test file or of a group: a sandbox and a real n8n, there while the tests run.
 * @param env settings of n8n's own
 */
export function useN8n(
	options: SandboxOptions = {},
	env: Record<string, string> = {},
): { n8n: TestN8n; sandbox: Sandbox } {
	const local = {} as { n8n: TestN8n; sandbox: Sandbox };
	jest.setTimeout(300_000);
	beforeAll(async () => {
		local.sandbox = await startSandbox(options);
		local.n8n = await startTestN8n(env);
	}, 900_000);
	afterAll(async () => {
		await local.n8n?.stop();
		await local.sandbox?.close();
	});
	return local;
}
