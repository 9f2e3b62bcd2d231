import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/server';

/** A local VIVI for the tests of a file; what a test has set is set back before the next one. */
export function useSandbox(options: SandboxOptions = {}): { sandbox: Sandbox } {
	const local = {} as { sandbox: Sandbox };
	beforeAll(async () => {
		local.sandbox = await startSandbox({ agents: 12, knowledgeBases: 8, threads: 8, ...options });
	});
	beforeEach(() => {
		local.sandbox.setFaults();
		local.sandbox.setListStyle();
		local.sandbox.setChannelStyle();
		local.sandbox.setWorkStyle();
		local.sandbox.resetStats();
	});
	afterAll(async () => await local.sandbox.close());
	return local;
}
