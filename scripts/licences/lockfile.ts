/** The part of a lockfile that says what is installed. */
export interface Lockfile {
	packages: Record<
		string,
		{ version?: string; license?: string; dev?: boolean; integrity?: string; link?: boolean }
	>;
}

/** Licences that allow to distribute the packages with the app, by their SPDX names. */
const FREE = new Set([
	...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0'],
	...['ISC', 'MIT', 'Public Domain', 'Unlicense', '(MIT AND BSD-3-Clause)'],
]);

/** Known packages whose manifest names no usable licence. */
const KNOWN: Readonly<Record<string, string>> = {
	'zapier-platform-core': "Zapier's Platform Agreement (its LICENSE); part of every Zapier app",
	'zapier-platform-schema': "Zapier's Platform Agreement (its LICENSE); part of every Zapier app",
	'urlsafe-base64': 'MIT (its readme); a dependency of zapier-platform-core',
};

/**
 * Package → licence and folder of everything that goes to Zapier with the app, without development
 * tools.
 */
export function bundledLicences({
	packages,
}: Lockfile): Map<string, { licence: string; path: string }> {
	const bundled = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
	return new Map(
		bundled.map(([path, { version, license }]) => {
			const name = path.replace(/^.*node_modules\//, '');
			return [`${name}@${version}`, { licence: KNOWN[name] ?? license ?? 'none', path }];
		}),
	);
}

/** Packages whose licence nobody has checked. */
export function licenceFindings(lockfile: Lockfile): string[] {
	const known = new Set(Object.values(KNOWN));
	return [...bundledLicences(lockfile)]
		.filter(([, { licence }]) => !FREE.has(licence) && !known.has(licence))
		.map(([name, { licence }]) => `${name} has the licence '${licence}', which is not on the list`);
}

/** Entries without a version or a checksum, which could be another package tomorrow. */
export function lockfileFindings(lockfile: Lockfile): string[] {
	return Object.entries(lockfile.packages)
		.filter(([path, { link }]) => path !== '' && !link)
		.filter(([, { version, integrity }]) => !version || !integrity)
		.map(([path]) => `${path} is not pinned by a version and a checksum`);
}

/** One line for each licence, with the packages that have it. */
export function licenceList(lockfile: Lockfile): string[] {
	const packages = new Map<string, string[]>();
	for (const [name, { licence }] of bundledLicences(lockfile)) {
		packages.set(licence, [...(packages.get(licence) ?? []), name]);
	}
	return [...packages]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([licence, names]) => `${licence}: ${names.join(', ')}`);
}
