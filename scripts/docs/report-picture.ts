import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import type { Figure } from '../../vivi/catalogue/report';
import { compared } from '../../vivi/report/compare';
import { toHtml } from '../../vivi/report/html';
import { reportTotal } from '../../vivi/report/report-total';
import type { Report, WorkspaceReport } from '../../vivi/report/types';
import { openChromium, requireChromium } from '../editor/chromium';
import { print, printError } from '../print/terminal';

const folder = join(__dirname, '../../docs/images');
const SIZE = { width: 900, height: 200 };
const LAST_WEEK = '2026-03-02T07:00:00.000Z';
const FIGURES: Figure[] = ['agents', 'knowledgeBases', 'prompts', 'users', 'threads', 'messages'];

/** Takes the pictures of the report as an email, in the light and in the dark. */
async function takeReportPicture(page: Page): Promise<void> {
	mkdirSync(folder, { recursive: true });
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.setContent(toHtml(weekOfExamples()));
		const name = `report-email-${colorScheme}.png`;
		await page.screenshot({ path: join(folder, name), fullPage: true });
		print(`docs/images/${name}`);
	}
}

/** A week in three made-up workspaces. */
function weekOfExamples(): Report {
	const workspaces = [
		workspaceOf('Customer Support', [12, 5, 8, 24, 1840, 9212], {
			createdCount: 1,
			updatedCount: 1,
			created: [changed('agent', 'Returns Assistant')],
			updated: [changed('knowledgeBase', 'Product manuals')],
			activity: [agentOf('Returns Assistant', 1210, 6044), agentOf('Order Status', 630, 3168)],
		}),
		workspaceOf('Sales', [4, 2, 5, 9, 312, 1405]),
		workspaceOf('Human Resources', [2, 3, 2, 6, 97, 388]),
	];
	const figures = FIGURES;
	const report = {
		...{ since: LAST_WEEK, figures, workspaces },
		total: reportTotal(workspaces, figures, true),
	};
	return compared(report, {
		...{ at: LAST_WEEK, figures },
		workspaces: {
			'Customer Support': [11, 5, 8, 25, 1622, 8130],
			Sales: [4, 2, 5, 9, 298, 1352],
			'Human Resources': [2, 3, 2, 6, 97, 388],
		},
	});
}

function workspaceOf(
	name: string,
	values: readonly number[],
	more: Partial<WorkspaceReport> = {},
): WorkspaceReport {
	return {
		...{ workspaceId: name, name, status: 'complete', hasChanges: null },
		...Object.fromEntries(FIGURES.map((figure, at) => [figure, values[at]!])),
		...{ createdCount: 0, updatedCount: 0, unknownCount: 0 },
		...{ created: [], updated: [], failures: [] },
		...more,
	};
}

function changed(resource: 'agent' | 'knowledgeBase', name: string) {
	return { resource, id: name, name, at: '2026-03-05T07:45:00.000Z' };
}

function agentOf(name: string, threads: number, messages: number) {
	return { agentId: name, name, threads, messages, activeThreads: threads };
}

/** `npm run docs:report-picture`: the pictures of the report as an email. */
async function main(): Promise<void> {
	const { page, close } = await openChromium(requireChromium(print), SIZE);
	try {
		await takeReportPicture(page);
	} finally {
		await close();
	}
}

main().catch((error: unknown) => {
	printError(error);
	process.exitCode = 1;
});
