import { catalogue } from '../../../vivi/catalogue';
import type { Resource } from '../../../vivi/catalogue/types';
import { readExamples, readRecords, type FoundRecord } from '../../../vivi/changes/account-records';
import type { Step } from '../step';
import { recordIdOf } from '../fields/record-id';

/**
 * The records a trigger looks at. VIVI documents no order of its lists and none to ask for, so a new
 * record may stand on any page: all pages are read at each poll. Zapier does not go on to further pages
 * of a trigger by itself, and tells new from old by what it remembers of every poll before; so all
 * records are handed over, while the Zap is turned on and later on. Only in the editor, where a few
 * examples are wanted, a page is enough.
 * @throws ViviError when not all could be read in the time there is: a part of them would make Zapier
 * take the rest for new ones later on
 */
export async function recordsFor(at: Step, resource: Resource): Promise<FoundRecord[]> {
	const { inputData, meta } = at.bundle;
	const chosen = recordIdOf(inputData, catalogue.workspace);
	const workspaces = chosen === '' ? 'all' : [chosen];
	if (meta?.isLoadingSample) return await readExamples(at.client(), resource, workspaces);
	const { found, skipped } = await readRecords(at.client(), resource, workspaces);
	for (const { workspaceId, reason } of skipped) {
		at.z.console.log(`Workspace ${workspaceId} was skipped: ${reason.message}`);
	}
	return found;
}
