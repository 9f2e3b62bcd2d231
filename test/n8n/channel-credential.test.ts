import type { IDataObject } from 'n8n-workflow';

import { useEngine } from './support/use-engine';

const local = useEngine();

async function result(changes: IDataObject = {}, channel = local.sandbox.channel) {
	const { baseUrl, channelId, apiKey } = channel;
	const credentials = { baseUrl, channelId, apiKey, ...changes };
	return await local.engine.testCredential(
		await local.engine.addCredential('viviChannelApi', credentials),
	);
}

it('finds a key good without a message to the agent, blanks around its values too', async () => {
	const { baseUrl, channelId, apiKey } = local.sandbox.channel;
	const pasted = { baseUrl: `${baseUrl}/ `, channelId: ` ${channelId}`, apiKey: `${apiKey}\n` };
	for (const changes of [{}, pasted]) expect(await result(changes)).toMatchObject({ status: 'OK' });
	expect(local.sandbox.stats().sends).toBe(0);
	expect(local.sandbox.stats().lastCalls).toMatchObject([{ body: {} }, { body: {} }]);
});

it('finds the key of an agent with structured output good, which cannot stream', async () => {
	const channel = local.sandbox.createChannel({ structuredOutput: true });
	expect(await result({}, channel)).toMatchObject({ status: 'OK' });
});

it('says what is wrong', async () => {
	expect((await result({ apiKey: 'wrong' })).message).toContain('did not accept the key');
	expect((await result({ channelId: 'chn_0' })).message).toContain('No such channel');
	const withoutAgent = local.sandbox.createChannel({ agent: 'none' });
	expect((await result({}, withoutAgent)).message).toContain('Assign it to an agent');
	expect(await result({ baseUrl: 'http://127.0.0.1:1' })).toMatchObject({ status: 'Error' });
	expect(local.sandbox.stats().sends).toBe(0);
});
