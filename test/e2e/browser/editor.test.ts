import { openEditor, type OpenEditor } from '../../../scripts/editor/open-editor';
import { takeTour, type Seen } from '../../../scripts/editor/tour';
import { groups, resources } from '../../../vivi/catalogue';
import { ROLE_HELP } from '../../../vivi/catalogue/types';
import { watchableEvents } from '../../../vivi/changes/watchable';

jest.setTimeout(60_000);

let editor: OpenEditor;
let seen: Seen;

beforeAll(async () => {
	editor = await openEditor();
	seen = await takeTour({ ...editor, picture: async () => {} });
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

test('an operation of the API description is found, asks for its fields, and runs', () => {
	const { found, fields, output } = seen.apiOperation;
	expect(found).toEqual([expect.stringMatching(/^Create a prompt · POST \/.*\/prompts$/)]);
	expect(fields).toEqual(['Workspace ID', 'Name', 'Content']);
	const workspaceId = editor.sandbox.defaultWorkspaceId;
	const made = editor.sandbox.data
		.list('prompt', { workspaceId })
		.filter(({ id }) => output.includes(`"${String(id)}"`));
	expect(made).toMatchObject([{ name: 'Greeting', content: 'Greet people by their name.' }]);
});

test('a workflow is a tool of an agent', () => {
	expect(seen.tool.address).toContain('/webhook-test/');
	expect(seen.tool.answer).toContain('look_up_order says:');
	expect(seen.tool.call).toMatch(/"orderNumber":\s*"A-1042"/);
});

test('an agent answers in the chat of the example', () => {
	expect(seen.chat).toContain('Messages in this thread: 1.');
});

test('every form marks what is required, and nothing else', () => {
	expect(new Set(seen.forms.map(({ resource }) => resource)).size).toBe(Object.keys(groups).length);
	for (const { marked, required, ...form } of seen.forms) {
		expect({ ...form, marked }).toEqual({ ...form, marked: required });
	}
});

test('n8n offers no call of its own beside API Request', () => {
	expect(seen.forms.map(({ operation }) => operation)).not.toContain('__CUSTOM_API_CALL__');
});

test('a form without a workspace says so, in its list and when it is run', () => {
	expect(seen.steps.listFirst).toContain('Choose a workspace first.');
	// n8n would add the item once more if it did not see it.
	expect(seen.steps.withoutWorkspace.match(/item 0/gi)).toHaveLength(1);
	expect(seen.steps.withoutWorkspace).toMatch(/^'Workspace' is empty\./);
});

test('roles say what they may do', () => {
	expect(seen.steps.roles).toHaveLength(Object.keys(ROLE_HELP).length);
	for (const help of Object.values(ROLE_HELP)) {
		expect(seen.steps.roles.join('\n')).toContain(help);
	}
});

test('a knowledge base of a website asks for its address', () => {
	expect(seen.steps.websiteMarks).toEqual(['Website URL', 'Name']);
	expect(seen.steps.website).toContain('https://www.example.com/help');
});
