import { keptDescriptions } from '../../../vivi/openapi/descriptions';
import { operationChoices, operationForm, type EditorSource } from '../../../vivi/openapi/editor';

const paths = {
	'/accounts/{account_id}/agents': {
		get: { summary: 'List agents' },
		post: {
			summary: 'Create an agent',
			requestBody: {
				content: {
					'application/json': {
						schema: { required: ['name'], properties: { name: { type: 'string' } } },
					},
				},
			},
		},
	},
	'/accounts/{account_id}/workspaces/{workspaceId}': { delete: {} },
};

function source(more: { url?: string; workspaceId?: string; text?: string } = {}): EditorSource {
	const http = () =>
		Promise.resolve({
			status: 200,
			headers: {},
			body: more.text ?? JSON.stringify({ openapi: '3.0.0', servers: [{ url: '/v1' }], paths }),
		});
	return {
		descriptions: keptDescriptions(() => 0),
		request: {
			url: more.url ?? 'https://docs.example/openapi.json',
			...{ http, authorised: http, owner: 'me', timeoutMs: 1 },
			baseUrl: 'https://api.vivi.example/v1',
		},
		known: { accountId: 'acc', workspaceId: more.workspaceId },
	};
}

test('operations are picked by what they do, and kept by method and path below the Base URL', async () => {
	expect(await operationChoices(source(), { search: 'agent' })).toEqual({
		choices: [
			{
				id: 'GET /accounts/{account_id}/agents',
				label: 'List agents · GET /accounts/{account_id}/agents',
			},
			{
				id: 'POST /accounts/{account_id}/agents',
				label: 'Create an agent · POST /accounts/{account_id}/agents',
			},
		],
	});
	const { choices, next } = await operationChoices(source(), { most: 1 });
	expect(choices).toHaveLength(1);
	expect((await operationChoices(source(), { after: next })).choices).toHaveLength(2);
});

test('what the connection knows need not be filled in', async () => {
	const required = async (workspaceId?: string) => {
		const key = 'DELETE /accounts/{account_id}/workspaces/{workspaceId}';
		const { fields } = await operationForm(
			source(workspaceId === undefined ? {} : { workspaceId }),
			key,
		);
		return fields.filter((field) => field.required).map(({ id }) => id);
	};
	expect(await required()).toEqual(['path.workspaceId']);
	expect(await required('ws')).toEqual([]);
});

test('an operation that was typed with other names has fields of those names', async () => {
	const { fields, note } = await operationForm(source(), 'post /accounts/{id}/agents');
	expect(note).toBeUndefined();
	expect(fields.map(({ id }) => id)).toEqual(['path.id', 'body.name', 'body']);
});

test('an operation without a description asks for what its path says', async () => {
	for (const [from, said] of [
		[source({ url: '' }), /is empty/],
		[source(), /does not have this operation/],
	] as const) {
		const { fields, note } = await operationForm(from, 'PUT /things/{thingId}');
		expect(note).toMatch(said);
		expect(fields).toMatchObject([
			{ id: 'path.thingId', required: true },
			{ id: 'body', type: 'json', required: false },
		]);
	}
	expect((await operationForm(source(), 'GET /things')).fields).toEqual([]);
});

test('an unreadable description is an error in words', async () => {
	await expect(operationForm(source({ text: '<html>' }), 'GET /a')).rejects.toMatchObject({
		code: 'api_description_web_page',
	});
	await expect(operationChoices(source({ url: '' }))).rejects.toMatchObject({
		code: 'api_description_missing',
	});
	await expect(operationForm(source(), 'agents')).rejects.toMatchObject({ field: 'apiOperation' });
});
