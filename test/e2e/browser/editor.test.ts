import { openEditor, type OpenEditor } from '../../../scripts/editor/open-editor';
import { takeTour, type Seen } from '../../../scripts/editor/tour';
import { resources } from '../../../vivi/catalogue';
import { watchableEvents } from '../../../vivi/changes/watchable';

jest.setTimeout(60_000);

let editor: OpenEditor;
let seen: Seen;

beforeAll(async () => {
	editor = await openEditor();
	const { page, n8nUrl, owner, sandbox } = editor;
	seen = await takeTour({ page, n8nUrl, owner, sandbox, picture: async () => {} });
}, 900_000);
afterAll(async () => await editor?.close());

/** What the sandbox holds, for comparison. */
const workspaces = () => editor.sandbox.data.list('workspace');
const agentsIn = (workspaceId: unknown) =>
	editor.sandbox.data.count('agent', { workspaceId: String(workspaceId) });

test('nothing is cut off, no error is shown and none is in the console', () => {
	expect(seen.problems).toEqual([]);
});

test('the credential that was filled in works', () => {
	expect(seen.credentialTest).toContain('Connection tested successfully');
	expect(editor.sandbox.stats().secretLeaks).toBe(0);
});

test('the node panel finds VIVI with all its triggers and actions', () => {
	expect(seen.triggers).toEqual(
		watchableEvents
			.map(({ label }) => `On ${label.toLowerCase()}`)
			.sort((a, b) => a.localeCompare(b)),
	);
	const actions = resources.flatMap(({ operations }) =>
		Object.values(operations).map(({ action }) => action),
	);
	expect(seen.actions).toEqual(expect.arrayContaining(actions));
});

test('the trigger shows an example of each event', () => {
	expect(seen.testEvents).toEqual(['agent.created', 'knowledgeBase.updated']);
});

test('the list of workspaces is the one of VIVI, and the picked one is read', () => {
	expect(seen.workspaces).toEqual(workspaces().map(({ name }) => name));
	const picked = workspaces().find(({ name }) => name === seen.picked)!;
	// Once for each of the two events before it.
	expect(seen.items).toBe(`${2 * agentsIn(picked['id'])} items`);
});

test('the nightly report names every workspace with what is in it', () => {
	expect(workspaces().length).toBeGreaterThan(1);
	for (const { id, name } of workspaces()) {
		expect(seen.report).toContain(`*${String(name)}*: ${agentsIn(id)} agents`);
	}
});

test('a workflow is a tool of an agent', () => {
	expect(seen.tool.address).toContain('/webhook-test/');
	expect(seen.tool.answer).toContain('look_up_order says:');
	expect(seen.tool.call).toMatch(/"orderNumber":\s*"A-1042"/);
});
