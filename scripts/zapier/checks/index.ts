import type { App } from '../definition';
import { addressCheck } from './addresses';
import { appChecks } from './app';
import type { Check } from './check';
import { fieldChecks } from './fields';
import { sampleChecks } from './samples';
import { textChecks } from './texts';

/**
 * Zapier's checks of an app's definition, D001 to D028, as far as they can be made without Zapier's
 * servers: all of them, but that D027 only compares with the version named here. There is no D019 and
 * no D020.
 */
export function integrationChecks(platformVersion: string): Check[] {
	return [
		...[...appChecks(platformVersion), ...fieldChecks, ...sampleChecks, ...textChecks],
		addressCheck,
	].sort((a, b) => a.id.localeCompare(b.id));
}

/** Where an app breaks one of the checks, each line beginning with its ID. */
export async function integrationFindings(app: App, platformVersion: string): Promise<string[]> {
	const found: string[] = [];
	for (const { id, find } of integrationChecks(platformVersion)) {
		found.push(...(await find(app)).map((finding) => `${id} ${finding}`));
	}
	return found;
}
