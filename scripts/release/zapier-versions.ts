/** A row of `zapier-platform versions --format json`; its keys are the columns' headings. */
export interface ZapierVersion {
	Version: string;
	/** `private` until it is promoted. */
	State: string;
	/** Null while Zapier still counts. */
	'Zap Users': number | string | null;
}

/**
 * Why a version must not be pushed again, or undefined when it may. A push replaces the code of a
 * version at once for everybody who uses it, so that a version that is promoted, or has users, stays
 * as it is.
 */
export function pushRefusal(
	versions: readonly ZapierVersion[],
	version: string,
): string | undefined {
	const row = versions.find(({ Version }) => Version === version);
	if (!row) return undefined;
	const raise = 'Raise the version in package.json and push that one.';
	if (row.State !== 'private') return `Version ${version} is ${row.State} at Zapier. ${raise}`;
	const users = row['Zap Users'];
	if (users === null || users === '') {
		return `Zapier is still counting the users of version ${version}. Try again in a minute.`;
	}
	return Number(users) > 0
		? `Version ${version} has ${users} Zap users, who would get the new code at once. ${raise}`
		: undefined;
}

/** Why a version cannot be promoted, or undefined when it can. */
export function promoteRefusal(
	versions: readonly ZapierVersion[],
	version: string,
): string | undefined {
	const row = versions.find(({ Version }) => Version === version);
	if (!row) return `Version ${version} has not been pushed to Zapier yet.`;
	return row.State === 'private' ? undefined : `Version ${version} is ${row.State} at Zapier.`;
}
