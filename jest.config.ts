import type { Config } from 'jest';

/** One project per kind of test; `npm test` runs the fast ones, the `e2e-*` ones have their own command. */
const project = (displayName: string, folder: string) => ({
	displayName,
	testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
	testEnvironment: 'node',
	setupFiles: ['<rootDir>/test/support/node-requests.ts'],
	// jose ships ES modules only, which jest does not load as they are.
	transformIgnorePatterns: ['/node_modules/(?!jose/)'],
	transform: {
		'^.+\\.[jt]s$': [
			'ts-jest',
			{
				// Types are checked once, by `npm run check:types`, not again by every test file.
				diagnostics: false,
				tsconfig: {
					isolatedModules: true,
					module: 'commonjs',
					target: 'es2022',
					esModuleInterop: true,
					allowJs: true,
				},
			},
		] as [string, Record<string, unknown>],
	},
});

const config: Config = {
	// A busy machine is slow; what hangs is noticed all the same.
	testTimeout: 30_000,
	// Jest would leave a core alone, which on a machine of two doubles the time.
	maxWorkers: '100%',
	projects: [
		project('unit', 'unit'),
		project('contract', 'contract'),
		project('engine', 'n8n'),
		project('zapier', 'zapier'),
		project('faults', 'faults'),
		{
			...project('e2e-n8n', 'e2e/n8n'),
			globalSetup: '<rootDir>/test/e2e/n8n/support/prepared-n8n.ts',
		},
		project('e2e-queue', 'e2e/queue'),
		project('e2e-zapier', 'e2e/zapier'),
		project('e2e-browser', 'e2e/browser'),
	],
};

export default config;
