import { OWN_KEY, useOwnHosts } from '../support/own-hosts';
import { connect, run } from './support/app';

const said = useOwnHosts();

it("sends the secret to the token URL and the token to VIVI's API, and to nobody else", async () => {
	const { clientId, clientSecret, audience, tokenUrl, accountId } = OWN_KEY;
	const authData = await connect({
		...{ client_id: clientId, client_secret: clientSecret, audience, token_url: tokenUrl },
		account_id: accountId,
	});
	const search = 'searches.find_workspace.operation.perform';
	const found = await run(search, { authData, inputData: { search: 'Support' } });
	expect(found).toMatchObject([{ id: 'ws' }]);
	const hostsOf = (text: string) =>
		said.filter((one) => one.text.includes(text)).map(({ host }) => host);
	expect(hostsOf(clientSecret)).toEqual(['login.example.com']);
	expect(hostsOf('Bearer the-token')).toEqual(['api.vivi.bot']);
	expect(said).toHaveLength(2);
});
