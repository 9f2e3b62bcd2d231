import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const json = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;

interface Manifest {
	version: string;
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
}
interface Lock {
	packages: Record<string, { version: string; dev?: true; dependencies?: Record<string, string> }>;
}

const app = json<Manifest>('zapier/package.json');
const ours = json<Manifest>('package.json');
const lock = json<Lock>('zapier/package-lock.json');

test('the app has one dependency, in exactly the version that is tested here', () => {
	const version = ours.devDependencies['zapier-platform-core'];
	expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	expect(app.dependencies).toEqual({ 'zapier-platform-core': version });
	expect(lock.packages['node_modules/zapier-platform-core']!.version).toBe(version);
});

test("Zapier's command line is that of the platform, from a lockfile", () => {
	const folder = 'scripts/zapier/command-line';
	const version = app.dependencies['zapier-platform-core'];
	expect(json<Manifest>(`${folder}/package.json`).dependencies).toEqual({
		'zapier-platform-cli': version,
	});
	const { packages } = json<Lock>(`${folder}/package-lock.json`);
	expect(packages['node_modules/zapier-platform-cli']!.version).toBe(version);
	const workflow = readFileSync(join(root, '.github/workflows/zapier.yml'), 'utf8');
	expect(workflow).toContain(`npm ci --prefix ../${folder} --ignore-scripts`);
	expect(workflow).not.toMatch(/npm (install|i) .*zapier-platform-cli/);
});

test('the app has the version of the project', () => {
	expect(app.version).toBe(ours.version);
	expect(lock.packages['']!.version).toBe(ours.version);
});

/**
 * From 1.3.1 on, get-intrinsic loads async-function, which Node.js 22.10 and newer resolve by the
 * condition `module-sync`. The Zapier CLI does not, so its zip lacks a file and does not start.
 */
test('no package of the app is one that the Zapier CLI packs incompletely', () => {
	const packages = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
	const named = (name: string) =>
		packages.filter(([path]) => path.endsWith(`node_modules/${name}`));
	expect(named('get-intrinsic').map(([, { version }]) => version)).toEqual(['1.3.0']);
	for (const name of ['async-function', 'generator-function', 'async-generator-function']) {
		expect(named(name)).toEqual([]);
	}
});
