import type { Sandbox, SandboxOptions } from '../../../sandbox/server';
import { useSandbox } from '../../support/use-sandbox';
import { startEngine, type Engine } from './engine';

/** Call it at the top of a test file: an engine and its sandbox, there while the file's tests run. */
export function useEngine(options: SandboxOptions = {}): { engine: Engine; sandbox: Sandbox } {
	const local = useSandbox(options) as { engine: Engine; sandbox: Sandbox };
	beforeAll(async () => {
		local.engine = await startEngine(local);
	});
	afterAll(() => local.engine?.close());
	return local;
}
