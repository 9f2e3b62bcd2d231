import { resources } from '../../vivi/catalogue';
import App from '../../zapier/src';
import { toKey } from '../../zapier/src/fields/key';
import { failureOf } from './support/failure';
import { keysOf, scopeOf } from './support/step-input';
import { useSearch } from './support/use-search';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const { local, find } = useSearch();

const all = resources.map((resource) => [toKey(`find ${resource.label}`), resource] as const);

describe.each(all)('%s', (key, resource) => {
	const title = resource.titleFields[0]!;
	const make = (text: string) => {
		const scope = scopeOf(local.sandbox, resource);
		const { id } = local.sandbox.data.insert(resource.name, { [title]: text }, scope);
		return { id: String(id), places: keysOf(scope) };
	};

	it('finds by the whole text, and nothing that only contains it', async () => {
		const { id, places } = make('Billing Überblick');
		make('Billing Überblick of last year');

		const found = await find(key, { ...places, search: ' billing überblick ' });

		expect(found.map((record) => record['id'])).toEqual([id]);
	});

	it('finds by a part of the text when it is told to', async () => {
		const { places } = make('Quarterly figures 1');
		make('Quarterly figures 2');

		for (const exact_match of [false, 'false']) {
			expect(await find(key, { ...places, search: 'quarterly', exact_match })).toHaveLength(2);
		}
	});

	it('finds nothing without failing', async () => {
		const { places } = make('Something');

		expect(await find(key, { ...places, search: 'There is no such thing' })).toEqual([]);
	});

	it('asks for something to look for', async () => {
		const { places } = make('Something');

		const { name, text } = await failureOf(find(key, { ...places, search: '' }));

		expect(name).toBe('AppError');
		expect(text).toContain("'Search' is empty.");
	});

	if (resource.operations.get) {
		it('finds by ID, and nothing by one that is not there', async () => {
			const { id, places } = make('By its ID');

			const found = await find(key, { ...places, [toKey(resource.idField)]: id });
			expect(found.map((record) => record['id'])).toEqual([id]);
			expect(await find(key, { ...places, [toKey(resource.idField)]: 'not-there' })).toEqual([]);
		});
	}
});

describe('a search', () => {
	it('does not believe a VIVI that takes no notice of the text', async () => {
		const data = local.sandbox.data.list('agent').slice(0, 5);
		local.sandbox.setFaults([{ target: 'api', status: 200, body: JSON.stringify({ data }) }]);

		const places = { workspace_id: local.sandbox.defaultWorkspaceId };

		expect(await find('find_agent', { ...places, search: 'Nobody is called that' })).toEqual([]);
		expect(await find('find_agent', { ...places, search: String(data[3]!['name']) })).toEqual([
			expect.objectContaining({ id: data[3]!['id'] }),
		]);
	});

	it('may be for what a status, a time and an order tell, without a text', async () => {
		const { data, defaultWorkspaceId } = local.sandbox;
		for (const [name, createdAt] of [
			['First', '2026-03-10T08:00:00Z'],
			['Second', '2026-03-11T08:00:00Z'],
			['Third', '2026-03-12T08:00:00Z'],
		] as const) {
			data.insert('agent', { name, createdAt, status: 'searched' });
		}
		const found = await find('find_agent', {
			...{ workspace_id: defaultWorkspaceId, search: '', status: 'Searched' },
			...{ created_after: '2026-03-11T08:00:00Z', sort_by: 'createdDesc' },
		});
		expect(found.map(({ name }) => name)).toEqual(['Third', 'Second']);
	});

	it('says what is wrong when VIVI does, instead of finding nothing', async () => {
		local.sandbox.setFaults([{ target: 'api', status: 403 }]);
		const input = { workspace_id: local.sandbox.defaultWorkspaceId, search: 'x' };

		expect(await failureOf(find('find_agent', input))).toMatchObject({ name: 'AppError' });
	});

	it('gets as many messages of a long thread as are wanted, and the last ones first', async () => {
		const log = jest.spyOn(console, 'log').mockImplementation(() => {});
		const thread_id = String(local.sandbox.data.insert('thread', { title: 'Long' })['id']);
		const at = (second: number) => new Date(Date.UTC(2026, 4, 1) + second * 1000).toISOString();
		for (let n = 0; n < 1250; n++) {
			local.sandbox.data.insertMessage(thread_id, {
				role: 'user',
				content: `${n}`,
				createdAt: at(n),
			});
		}
		const get = async (more: object) =>
			(
				await find('find_thread_messages', {
					...{ workspace_id: local.sandbox.defaultWorkspaceId, thread_id, ...more },
				})
			).map(({ content }) => content);

		expect(await get({})).toHaveLength(1000);
		expect(log.mock.calls.flat().join()).toContain('There may be more than these 1000 messages');
		expect(await get({ limit: 5000 })).toHaveLength(1250);
		expect(await get({ limit: 2, sort_by: 'createdDesc' })).toEqual(['1249', '1248']);
		expect(await get({ created_after: at(1248) })).toEqual(['1248', '1249']);
	});

	it('gets the messages of a thread', async () => {
		const threads = local.sandbox.data.list('thread').map(({ id }) => String(id));
		const thread_id = threads.find((id) => local.sandbox.data.messages(id).length > 1)!;
		const places = { workspace_id: local.sandbox.defaultWorkspaceId };

		const found = await find('find_thread_messages', { ...places, thread_id });

		expect(found).toEqual(local.sandbox.data.messages(thread_id));
		expect(await find('find_thread_messages', { ...places, thread_id: 'none' })).toEqual([]);
	});
});

describe.each(Object.values(App.searchOrCreates))('$key', ({ key, search, create }) => {
	it('names a search and an action that are there', () => {
		expect(key).toBe(search);
		expect(App.searches[search]).toBeDefined();
		expect(App.creates[create]).toBeDefined();
	});
});
