/** The part of package.json that says what n8n loads. */
export interface Manifest {
	name: string;
	dependencies?: object;
	optionalDependencies?: object;
	bundledDependencies?: unknown;
	scripts?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

const ALLOWED = /^(package\.json|README\.md|LICENSE|dist\/.+\.(js|json|svg))$/;
const NEVER = /tsbuildinfo|\.test\.|(^|\/)(test|tests|__tests__)\//;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** Files in a package's tarball that do not belong there, and missing ones. */
export function tarballFindings(
	manifest: Manifest,
	files: Iterable<string>,
	read: (file: string) => string,
): string[] {
	const there = new Set(files);
	const findings = [...there]
		.filter((file) => !ALLOWED.test(file) || NEVER.test(file))
		.map((file) => `${file} does not belong there`);
	for (const file of ['package.json', 'README.md', 'LICENSE']) {
		if (!there.has(file)) findings.push(`${file} is missing`);
	}
	for (const field of ['dependencies', 'optionalDependencies', 'bundledDependencies'] as const) {
		if (manifest[field]) findings.push(`package.json has ${field}`);
	}
	for (const script of INSTALL_SCRIPTS) {
		if (manifest.scripts?.[script]) findings.push(`package.json has the script ${script}`);
	}
	const loaded = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	for (const file of loaded) {
		if (!there.has(file)) findings.push(`${file}, which package.json names, is missing`);
	}
	for (const file of loaded.filter((name) => there.has(name))) {
		for (const [, icon] of read(file).matchAll(/['"]file:([^'"]+\.svg)['"]/g)) {
			const path = resolve(file, icon!);
			if (!there.has(path)) findings.push(`${path}, the icon of ${file}, is missing`);
		}
	}
	return findings;
}

/** Resolves `../../icons/x.svg` from `dist/nodes/Vivi/Vivi.node.js`. */
function resolve(from: string, to: string): string {
	return new URL(to, `file:///${from}`).pathname.slice(1);
}
