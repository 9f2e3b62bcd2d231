import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

import { LICENCE_TEXTS_FILE } from '../../../scripts/licences/texts';
import { SUPPORTED_N8N } from '../../../scripts/n8n/versions';

interface Step {
	name?: string;
	uses?: string;
	run?: string;
	if?: string;
	env?: Record<string, string>;
}

interface Workflow {
	name: string;
	on: Record<string, unknown>;
	permissions?: Record<string, string>;
	jobs: Record<
		string,
		{
			uses?: string;
			needs?: string;
			permissions?: Record<string, string>;
			steps?: Step[];
			strategy?: { matrix: Record<string, unknown[]> };
		}
	>;
}

const root = join(__dirname, '../../..');
const files = globSync('.github/workflows/*.yml', { cwd: root });
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const workflow = (name: string) => parse(text(`.github/workflows/${name}.yml`)) as Workflow;
const stepsOf = (name: string) =>
	Object.values(workflow(name).jobs).flatMap(({ steps = [] }) => steps);
const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

it('are there', () => expect(files.map((file) => basename(file)).sort()).toHaveLength(3));

describe.each(files)('%s', (file) => {
	const parsed = parse(text(file)) as Workflow;
	const jobs = Object.values(parsed.jobs);
	const steps = jobs.flatMap(({ steps: list = [] }) => list);

	it('starts with no rights but to read', () => {
		expect(Object.values(parsed.permissions ?? { all: 'write' })).toEqual(
			Object.keys(parsed.permissions ?? {}).map(() => 'read'),
		);
	});

	it('never runs with the secrets of the repository for a pull request from outside', () => {
		expect(Object.keys(parsed.on)).not.toContain('pull_request_target');
		if ('pull_request' in parsed.on) expect(text(file)).not.toContain('secrets.');
	});

	it('pins every action by its full commit and says the version', () => {
		const used = text(file).matchAll(/uses: (.+)/g);
		for (const [, action] of used) {
			expect(action).toMatch(/^(\.\/\S+\.yml|[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
		}
		for (const { uses } of jobs) if (uses) expect(existsSync(join(root, uses))).toBe(true);
	});

	it('runs commands that are there', () => {
		const commands = steps.flatMap(({ run = '' }) => run.split('\n'));
		const names = commands
			.flatMap((line) => [...line.matchAll(/npm run ((?:--prefix \S+ |--\w+ )*)([\w:-]+)/g)])
			.map(([, , name]) => name!);
		expect(names.filter((name) => !(name in scripts))).toEqual([]);
		for (const script of commands.filter((line) => line.startsWith('.ci/'))) {
			expect(existsSync(join(root, script))).toBe(true);
		}
	});

	it('puts nothing that others write into a command line', () => {
		for (const { run = '' } of steps) expect(run).not.toContain('${{');
	});
});

it('all supported versions of n8n are run end to end, the newest by .ci/run', () => {
	const { strategy, steps } = workflow('ci').jobs['older-n8n']!;
	expect(strategy!.matrix['n8n']).toEqual(SUPPORTED_N8N.slice(0, -1));
	expect(steps!.at(-1)).toMatchObject({
		run: 'npm run test:n8n',
		env: { VIVI_N8N_VERSION: '${{ matrix.n8n }}' },
	});
	expect(stepsOf('ci').map(({ run }) => run)).toContain('.ci/run');
	expect(text('.ci/run')).toMatch(/^suite n8n run test:n8n$/m);
	expect(text('.ci/run')).not.toContain('VIVI_N8N_VERSION');
});

it('the n8n node is published from a tag, after all tests, by npm and with provenance', () => {
	const { on, jobs } = workflow('publish-n8n');
	expect(on).toEqual({ push: { tags: ['v*'] } });
	expect(jobs['test']!.uses).toBe('./.github/workflows/ci.yml');
	expect(jobs['pack']).toMatchObject({ needs: 'test', permissions: { contents: 'read' } });
	expect(jobs['publish']).toMatchObject({ needs: 'pack', permissions: { 'id-token': 'write' } });
	const runs = jobs['pack']!.steps!.map(({ run = '' }) => run);
	const check = runs.findIndex((run) => run.includes('release:check -- --tag'));
	expect(check).toBeGreaterThan(-1);
	expect(runs.findIndex((run) => run.startsWith('npm pack'))).toBeGreaterThan(check);
	expect(jobs['publish']!.steps!.at(-1)!.run).toMatch(/^npm publish \.\/\S+\.tgz --provenance/);
	expect(text('.github/workflows/publish-n8n.yml')).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
});

it('where something can be published, no code of other people runs', () => {
	const { jobs } = workflow('publish-n8n');
	const trusted = Object.values(jobs).filter(({ permissions = {} }) => 'id-token' in permissions);
	expect(trusted).toHaveLength(1);
	for (const { uses = '', run = '' } of trusted.flatMap(({ steps = [] }) => steps)) {
		expect(uses).not.toContain('checkout');
		expect(run).not.toMatch(/npm (ci|i|install|run|exec|pack)|npx|node /);
	}
	// It looks at what it was handed before it publishes it.
	const [check, publish] = trusted[0]!.steps!.slice(-2);
	expect(check!.run).toContain('sha256sum --check');
	expect(publish!.run).toContain('--ignore-scripts');
});

it('what is pushed to Zapier is packed with the licence texts', () => {
	const folder = mkdtempSync(join(tmpdir(), 'vivi-link-'));
	const file = join(folder, '.zapierapprc');
	copyFileSync(join(root, 'zapier/.zapierapprc'), file);
	const { run = '' } = stepsOf('zapier').find(({ name }) => name === 'Link the app')!;
	const env = { ...process.env, APP_ID: '12345', APP_KEY: 'App12345' };
	execFileSync('bash', ['-e', '-c', run], { cwd: folder, env });
	const app = JSON.parse(readFileSync(file, 'utf8')) as { includeInBuild: string[] };
	rmSync(folder, { recursive: true });
	expect(app).toMatchObject({ id: 12345, key: 'App12345' });
	const isPacked = (name: string) =>
		app.includeInBuild.some((pattern) => new RegExp(pattern, 'i').test(name));
	expect(isPacked(LICENCE_TEXTS_FILE)).toBe(true);
});

it('npm looks for known weaknesses of what it installs', () => {
	expect(text('.npmrc')).not.toMatch(/^audit *=/m);
});

it.each(['push', 'promote'])(
	'nothing reaches Zapier with %s before the guard has looked',
	(step) => {
		const steps = stepsOf('zapier');
		const guard = steps.findIndex(({ run = '' }) => run.includes('release:zapier-guard'));
		const done = steps.findIndex(({ if: when }) => when === `inputs.step == '${step}'`);
		expect(steps[guard]!.if).toBe("inputs.step != 'snapshot'");
		expect(steps[guard]!.run).toContain('set -o pipefail');
		expect(guard).toBeGreaterThan(-1);
		expect(done).toBeGreaterThan(guard);
		expect(steps[done]!.run).toContain(`zapier-platform ${step}`);
	},
);
