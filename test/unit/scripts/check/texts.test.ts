import { textFindings } from '../../../../scripts/check/texts';

const shells = ['nodes/Vivi/x.ts', 'credentials/X.credentials.ts', 'zapier/src/x.ts'];

describe.each(shells)('in %s', (file) => {
	it.each([
		["const a = 'https://api.vivi.bot';", "VIVI's host"],
		["const a = 'https://channels.vivi.bot/x';", "VIVI's host"],
		["const a = '/accounts/1';", "a path of VIVI's"],
		["const a = '=/accounts/{{x}}/workspaces';", "a path of VIVI's"],
		['const a = `${base}/channelsApi/${id}/invoke`;', "a path of VIVI's"],
		['const a = `/x/${id}/knowledge-bases`;', "a path of VIVI's"],
		["const a = 'Knowledge Base';", "a label of VIVI's"],
		["const a = { label: 'Client Secret' };", "a label of VIVI's"],
		["throw new Error('VIVI did not accept the key.');", 'a text about VIVI'],
		['const a = `The ${label} as VIVI shows it`;', 'a text about VIVI'],
	])('%s is found', (source, what) => {
		expect(textFindings(file, `\n${source}`)).toEqual([
			expect.stringContaining(`${file}:2: a shell holds ${what}: `),
		]);
	});

	it.each([
		"import { accounts } from '../vivi/accounts/workspaces';",
		'// VIVI did not accept the key of https://api.vivi.bot/accounts',
		"const displayName = 'VIVI Trigger';",
		"const a = 'Starts a workflow when something is created in VIVI';",
		"const documentationUrl = 'https://docs.vivi.bot/documentation';",
		"const resource = 'workspaces';",
	])('%s is fine', (source) => expect(textFindings(file, source)).toEqual([]));
});

describe('in the core', () => {
	it.each([
		"const a = 'Add it to the credential in n8n.';",
		'const a = `Zapier waits ${ms}`;',
		'const isN8n = true;',
	])('%s is found', (source) =>
		expect(textFindings('vivi/http/x.ts', source)).toEqual([
			expect.stringContaining('vivi/http/x.ts:1: the core names a platform: '),
		]),
	);

	it.each([
		'const a = `Enter the ${label} in the credential.`;',
		"const a = 'Use an expression that gives an object.';",
	])("%s: a platform's word is found", (source) =>
		expect(textFindings('vivi/http/x.ts', source)).toEqual([
			expect.stringContaining("vivi/http/x.ts:1: the core uses a platform's word: "),
		]),
	);

	it.each([
		'// n8n asks only twice.\nconst a = 1;',
		"const a = 'VIVI did not accept the key. See https://api.vivi.bot/accounts.';",
		"const a = 'Create a key under API Credentials.';",
	])('%s is fine', (source) => expect(textFindings('vivi/http/x.ts', source)).toEqual([]));
});
