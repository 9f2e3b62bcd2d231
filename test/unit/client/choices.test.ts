import { agent } from '../../../vivi/catalogue/agent';
import { file } from '../../../vivi/catalogue/file';
import { workspace } from '../../../vivi/catalogue/workspace';
import { allChoices, findChoices } from '../../../vivi/client/choices';
import type { JsonValue } from '../../../vivi/http/json';
import { clientOf } from '../../support/client-of';
import { FakeList, SILENT_STYLES, STYLES } from './fake-list';

const ids = { workspaceId: 'ws' };

/** A client of a service whose every address is answered by `fetchPage`. */
const clientOfPages = (
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>,
) =>
	clientOf(async ({ url }) => {
		const { headers, body } = await fetchPage(url);
		return { status: 200, headers, body: JSON.stringify(body) };
	});

/** A service that gives these pages, whatever it is asked for. */
const fixed = (...pages: JsonValue[]) => {
	const asked: string[] = [];
	const client = clientOfPages(async (url) => ({ headers: {}, body: pages[asked.push(url) - 1]! }));
	return { client, asked };
};

it('says what has to be chosen first', async () => {
	const { client, asked } = fixed();
	for (const none of [{}, { workspaceId: ' ' }]) {
		const error = { code: 'missing_id', message: 'Choose a workspace first.' };
		await expect(findChoices(client, agent, { ids: none as never })).rejects.toMatchObject(error);
		await expect(allChoices(client, agent, none as never)).rejects.toMatchObject(error);
		const ofFiles = findChoices(client, file, { ids: { ...ids, knowledgeBaseId: '' } });
		await expect(ofFiles).rejects.toThrow('Choose a knowledge base first.');
	}
	expect(asked).toEqual([]);
});

describe('the workspaces of a key that may not list them', () => {
	const refused = (status: number, workspaceId?: string) =>
		clientOf(
			async () => ({ status, headers: {}, body: '{}' }),
			workspaceId === undefined ? {} : { keyType: 'workspace', workspaceId },
		);

	it.each([403, 404])('are its own one where it has one (status %i)', async (status) => {
		const own = { choices: [{ id: 'ws', label: 'ws' }] };
		const client = refused(status, 'ws');
		expect(await findChoices(client, workspace, { ids: {} })).toEqual(own);
		expect(await findChoices(client, workspace, { ids: {}, search: 'x' })).toEqual(own);
		expect(await allChoices(client, workspace, {})).toEqual(own);
	});

	it('are an error otherwise, and so are other records', async () => {
		for (const [client, resource] of [
			[refused(403), workspace],
			[refused(500, 'ws'), workspace],
			[refused(403, 'ws'), agent],
		] as const) {
			await expect(findChoices(client, resource, { ids })).rejects.toThrow();
			await expect(allChoices(client, resource, ids)).rejects.toThrow();
		}
	});
});

describe('findChoices', () => {
	/** Everything that is offered while the list is opened further and further. */
	async function offered(list: FakeList): Promise<string[]> {
		const client = clientOfPages(list.fetchPage);
		const found: string[] = [];
		for (let after: string | undefined, times = 0; times < 20; times++) {
			const page = await findChoices(client, agent, { ids, ...(after && { after }) });
			found.push(...page.choices.map(({ id }) => id));
			after = page.next;
			if (after === undefined) return found;
		}
		throw new Error('The list does not end.');
	}

	it.each(STYLES)('goes through the whole list page by page: %s', async (style) => {
		const list = new FakeList(style, 45, 10);
		expect(await offered(list)).toEqual(list.ids());
		expect(list.asked).toHaveLength(5);
	});

	it.each(SILENT_STYLES)('also where it does not say how it goes on: %s', async (style) => {
		for (const size of [0, 1, 10, 20, 45]) {
			const list = new FakeList(style, size, 10);
			const found = await offered(list);
			expect([...new Set(found)]).toEqual(list.ids());
			// Pages of this service share a record.
			if (style !== 'overlappingPage') expect(found).toHaveLength(size);
		}
	});

	it('goes on only to where the list itself can lead', async () => {
		const { client, asked } = fixed([]);
		for (const after of ['x', '{"url":"https://evil.example/a"}', '{"url":5}']) {
			await expect(findChoices(client, agent, { ids, after })).rejects.toMatchObject({
				code: 'invalid_page',
			});
		}
		expect(asked).toEqual([]);
	});

	it('ends where a list leads back to the same page', async () => {
		const url = '/accounts/acc/workspaces/ws/agents?limit=100';
		const { client } = fixed({ data: [{ id: 'a' }], next: url });
		expect(await findChoices(client, agent, { ids })).toEqual({
			choices: [{ id: 'a', label: 'a' }],
		});
	});
});
