/** npm's words for a version that it has, since npm 11 in a dry run as well (lib/commands/publish.js). */
const IS_THERE = /cannot publish over the previously published version/i;

/**
 * What a dry run of `npm publish` found. Zapier gets a version after npm has it (docs/releasing.md), so
 * that this stands in the way of the release on npm only, which is the one with a tag.
 */
export function publishFindings(
	said: readonly string[],
	tag?: string,
): { findings: string[]; isThere: boolean } {
	const isThere = said.some((text) => IS_THERE.test(text));
	const findings = said.filter((text) => tag !== undefined || !IS_THERE.test(text));
	return { findings, isThere };
}
