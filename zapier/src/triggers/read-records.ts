import { readExamples, readRecords, type FoundRecord } from '../../../vivi/changes/account-records';
import { readScope, scopeFieldsOf } from '../../../vivi/changes/filter-input';
import type { Watchable } from '../../../vivi/changes/watchable';
import { valuesOf } from '../fields/input-values';
import type { Step } from '../step';

/**
 * The records for a trigger. VIVI documents no order of its lists, and no way to ask for one, so a
 * new record may be on any page: each poll reads all pages. Zapier does not ask for further pages of
 * a trigger itself, and recognises new records by what it remembers of all earlier polls. So each
 * poll gives all records, also while the Zap is turned on. Only in the editor, which needs a few
 * examples, one page is enough.
 * @throws ViviError when there was no time to read all: after a part of them Zapier would later take
 * the rest for new ones
 */
export async function recordsFor(at: Step, resource: Watchable): Promise<FoundRecord[]> {
	const { inputData, meta } = at.bundle;
	const scope = readScope(valuesOf(inputData, scopeFieldsOf(resource)));
	if (meta?.isLoadingSample) return await readExamples(at.client(), resource, scope);
	const { found, skipped } = await readRecords(at.client(), resource, scope);
	for (const { workspaceId, reason } of skipped) {
		at.z.console.log(`Workspace ${workspaceId} was skipped: ${reason.message}`);
	}
	return found;
}
