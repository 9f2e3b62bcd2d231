import { startFileServer, type FileServer } from '../zapier/support/file-server';
import { tools } from '../../zapier/src/step';
import { describeFaults } from './describe-faults';
import { ZAPIER_KINDS, zapierApp, type Host } from './zapier-app';

// The platform ends a process that has grown beyond 450 MB, which jest itself does.
jest.mock('zapier-platform-core/src/tools/memory-checker', () => () => {});

const host: Host = { waits: [], longestMs: Infinity, fileUrl: '' };

let files: FileServer;
beforeAll(async () => {
	files = await startFileServer(Buffer.from('Text'));
	host.fileUrl = `${files.url}/hydrate`;
	tools.sleep = async (ms) => await Promise.resolve(void host.waits.push(ms));
	// A step has 25 seconds, and every request what is left of them.
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	AbortSignal.timeout = (ms) => timeout(Math.min(ms, host.longestMs));
});
afterAll(async () => await files.close());

describeFaults(zapierApp(host), { kinds: ZAPIER_KINDS });
