import nock from 'nock';

import { OWN_KEY, useOwnHosts } from '../support/own-hosts';
import { connect, run } from './support/app';
import { failureOf } from './support/failure';

const said = useOwnHosts();
afterEach(() => delete process.env['AWS_LAMBDA_FUNCTION_NAME']);

async function connection() {
	const { clientId, clientSecret, audience, tokenUrl, accountId } = OWN_KEY;
	return await connect({
		...{ client_id: clientId, client_secret: clientSecret, audience, token_url: tokenUrl },
		account_id: accountId,
	});
}

it("sends the secret to the token URL and the token to VIVI's API, and to nobody else", async () => {
	const authData = await connection();
	const search = 'searches.find_workspace.operation.perform';
	const found = await run(search, { authData, inputData: { search: 'Support' } });
	expect(found).toMatchObject([{ id: 'ws' }]);
	const hostsOf = (text: string) =>
		said.filter((one) => one.text.includes(text)).map(({ host }) => host);
	expect(hostsOf(OWN_KEY.clientSecret)).toEqual(['login.example.com']);
	expect(hostsOf('Bearer the-token')).toEqual(['api.vivi.bot']);
	expect(said).toHaveLength(2);
});

it.each(['127.0.0.1', '[::ffff:7f00:1]', 'files.internal'])(
	'fetches no file at Zapier that VIVI keeps in a private network (%s)',
	async (host) => {
		const authData = await connection();
		process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'app';
		nock('https://api.vivi.bot')
			.get(/\/files\/fil$/)
			.reply(200, { id: 'fil', downloadUrl: 'https://api.vivi.bot/file' })
			.get('/file')
			.reply(302, '', { location: `https://${host}/secret` });
		const inputData = { workspace_id: 'w', knowledge_base_id: 'k', file_id: 'fil' };

		const { text } = await failureOf(run('hydrators.downloadFile', { authData, inputData }));

		expect(text).toContain('an address for the file that leads into a private network.');
	},
);
