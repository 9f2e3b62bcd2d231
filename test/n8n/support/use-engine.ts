import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/server';
import { startEngine, type Engine } from './engine';

/** Call it at the top of a test file: an engine and its sandbox, there while the file's tests run. */
export function useEngine(options: SandboxOptions = {}): { engine: Engine; sandbox: Sandbox } {
	const local = {} as { engine: Engine; sandbox: Sandbox };
	beforeAll(async () => {
		local.sandbox = await startSandbox(options);
		local.engine = await startEngine(local);
	});
	afterAll(async () => {
		local.engine?.close();
		await local.sandbox?.close();
	});
	return local;
}
