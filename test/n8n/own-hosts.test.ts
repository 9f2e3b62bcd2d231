import { OWN_KEY, useOwnHosts } from '../support/own-hosts';
import { useEngine } from './support/use-engine';

const local = useEngine();
const said = useOwnHosts();

it("sends the secret to the token URL and the token to VIVI's API, and to nobody else", async () => {
	const credentials = await local.engine.addCredential('viviApi', {
		...OWN_KEY,
		...{ keyType: 'account', accessToken: '', expiresAt: '' },
	});
	const { items } = await local.engine.run(
		{ resource: 'workspace', operation: 'getAll', returnAll: true },
		undefined,
		{ credentials },
	);
	expect(items).toMatchObject([{ json: { id: 'ws' } }]);
	const hostsOf = (text: string) =>
		said.filter((one) => one.text.includes(text)).map(({ host }) => host);
	expect(hostsOf(OWN_KEY.clientSecret)).toEqual(['login.example.com']);
	expect(hostsOf('Bearer the-token')).toEqual(['api.vivi.bot']);
	expect(said).toHaveLength(2);
});
