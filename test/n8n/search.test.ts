import { useEngine } from './support/use-engine';

const local = useEngine();
const email = 'grace@example.com';

const search = async (text: string, more: object = {}) => {
	const run = await local.engine.run({
		...{ resource: 'user', operation: 'getAll', returnAll: true, filters: { search: text } },
		workspaceId: { __rl: true, mode: 'id', value: local.sandbox.defaultWorkspaceId },
		...more,
	});
	return run.items.map(({ json }) => json['email']);
};

beforeAll(() => {
	local.sandbox.data.insert('user', { name: 'Ωhm Hopper', email });
	local.sandbox.data.insert('user', { name: 'Ωhm Kelly', email: 'kelly@example.com' });
});
beforeEach(() => local.sandbox.setFaults([]));

describe('Get Many with a search', () => {
	it('gets what matches, as many as are wanted', async () => {
		expect(await search('Ωhm')).toEqual([email, 'kelly@example.com']);
		expect(await search('Ωhm', { returnAll: false, limit: 1 })).toEqual([email]);
		expect(await search('nobody is called that')).toEqual([]);
	});

	it('looks through the list where VIVI searches in something else', async () => {
		const body = '{"data":[]}';
		local.sandbox.setFaults([{ target: 'api', pathIncludes: 'search=', status: 200, body }]);

		expect(await search(email)).toEqual([email]);
	});
});
