import { authTemplateFindings } from '../../../scripts/zapier/auth-template';
import { createHandler } from '../../../scripts/zapier/handler';

const findingsOf = async (header: (authData: Record<string, string>) => string) =>
	await authTemplateFindings(
		createHandler({
			...{ version: '1.0.0', platformVersion: '19.1.0' },
			authentication: {
				type: 'session',
				sessionConfig: { perform: () => ({ accessToken: 'a' }) },
				test: { url: 'https://api.vivi.example/' },
			},
			beforeRequest: [
				(request: { headers: object }, _z: object, { authData }: { authData: never }) => ({
					...request,
					headers: { ...request.headers, Authorization: header(authData) },
				}),
			],
		}),
	);

test('an app that sends the access token passes', async () => {
	expect(await findingsOf(({ accessToken }) => `Bearer ${accessToken}`)).toEqual([]);
});

test('another header is found', async () => {
	const [finding] = await findingsOf(({ accessToken }) => `Token ${accessToken}`);
	expect(finding).toContain("is 'Token {{bundle.authData.accessToken}}'");
});

test('what Zapier cannot read off is found', async () => {
	const [finding] = await findingsOf(({ inner }) => `Bearer ${inner}`);
	expect(finding).toContain('not supported');
});
