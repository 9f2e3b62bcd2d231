import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/server';

/**
 * Call it at the top of a test file: a local VIVI, there while the file's tests run. What a test has
 * set is set back before the next one.
 */
export function useSandbox(options: SandboxOptions = {}): { sandbox: Sandbox } {
	const local = {} as { sandbox: Sandbox };
	beforeAll(async () => {
		local.sandbox = await startSandbox(options);
	});
	beforeEach(() => {
		local.sandbox.setFaults();
		local.sandbox.setListStyle();
		local.sandbox.setChannelStyle();
		local.sandbox.setWorkStyle();
		local.sandbox.resetStats();
	});
	afterAll(async () => await local.sandbox?.close());
	return local;
}
