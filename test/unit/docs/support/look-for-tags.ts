import { startSandbox } from '../../../../sandbox/server';
import { apiCoverage } from '../../../../scripts/docs/api-coverage';
import { outputSchemas } from '../../../../scripts/output-schemas';
import { Vivi } from '../../../../nodes/Vivi/Vivi.node';
import { ViviTrigger } from '../../../../nodes/ViviTrigger/ViviTrigger.node';
import App from '../../../../zapier/src';

/**
 * Prints, as JSON, what the n8n nodes, the Zapier app and the local VIVI have of the tags that
 * docs/adding-a-resource.md adds. Runs in the copy of the repository that has them.
 */
async function lookForTags(): Promise<object> {
	const node = new Vivi();
	const { properties } = node.description;
	const options = (name: string) => properties.find((property) => property.name === name)?.options;
	const ofTags = properties.filter(({ displayOptions }) =>
		displayOptions?.show?.['resource']?.includes('tag'),
	);
	return {
		resource: options('resource')?.find((option) => 'value' in option && option.value === 'tag'),
		operations: ofTags.find(({ name }) => name === 'operation')?.options?.map(({ name }) => name),
		fields: [...new Set(ofTags.map(({ name }) => name))],
		searches: Object.keys(node.methods.listSearch ?? {}),
		events: new ViviTrigger().description.properties
			.find(({ name }) => name === 'events')
			?.options?.map(({ name }) => name)
			.filter((name) => name.startsWith('Tag')),
		zapier: [App.triggers, App.searches, App.creates, App.searchOrCreates]
			.flatMap((steps): Array<{ display: { label: string } }> => Object.values(steps))
			.map(({ display }) => display.label)
			.filter((label) => label.endsWith(' Tag')),
		schemas: Object.keys(outputSchemas()).filter((file) => file.startsWith('tag/')),
		coverage: apiCoverage()
			.split('\n')
			.filter((line) => line.startsWith('| Tag ')),
		...(await useTags()),
	};
}

/** Creates a tag in the local VIVI and lists what is there. */
async function useTags(): Promise<object> {
	const sandbox = await startSandbox({ agents: 6, knowledgeBases: 6, threads: 2 });
	try {
		const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
		const json = async (url: string, token: string, body?: object) => {
			const response = await fetch(url, {
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				...(body && { method: 'POST', body: JSON.stringify(body) }),
			});
			return { status: response.status, body: (await response.json()) as unknown };
		};
		const exchanged = await json(tokenUrl, '', {
			...{ audience, client_id: clientId, client_secret: clientSecret },
			grant_type: 'client_credentials',
		});
		const token = (exchanged.body as { access_token: string }).access_token;
		const path = `/accounts/${sandbox.accountId}/workspaces/${sandbox.defaultWorkspaceId}/tags`;
		const created = await json(`${sandbox.url}${path}`, token, { name: 'Returns' });
		const listed = await json(`${sandbox.url}${path}`, token);
		return { created, listed };
	} finally {
		await sandbox.close();
	}
}

void lookForTags().then((found) => console.log(JSON.stringify(found)));
