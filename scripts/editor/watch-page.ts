import type { Page } from 'playwright-core';

/** A class of Element Plus, with which n8n's editor is built. */
export const ERROR_TOAST = '.el-notification:has(.el-notification--error)';

/** A text, because it runs in the browser: the labels of panels that are wider than their place. */
const CUT_LABELS = `(() => {
	const panels = '[data-test-id="editCredential-modal"], [data-test-id="ndv"]';
	const labels = ':is(label, .n8n-input-label)';
	const parts = document.querySelectorAll(\`:is(\${panels}) :is(\${labels}, \${labels} *)\`);
	const isCut = ({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth;
	return [...new Set([...parts].filter(isCut).map(({ textContent }) => textContent.trim()))];
})()`;

/** Collects the problems that a person would notice on a page of n8n's editor. */
export class PageWatch {
	/** Sentences, in the order of the problems. */
	problems: string[] = [];

	/** @param page a page whose console errors are noted from now on */
	constructor(private readonly page: Page) {
		page.on('pageerror', ({ message }) => this.problems.push(`Script error: ${message}`));
		page.on('console', (message) => {
			const { url } = message.location();
			// The editor asks n8n's hosts for news, which a machine without internet cannot reach.
			const isOurs = url === '' || new URL(url).host === new URL(page.url()).host;
			if (message.type() === 'error' && isOurs) {
				this.problems.push(`Console: ${message.text()} (${url})`);
			}
		});
	}

	/** Removes a problem that was expected. */
	forget(expected: RegExp): void {
		this.problems = this.problems.filter((problem) => !expected.test(problem));
	}

	/** Notes the present error toasts, and labels of which a part is cut off. */
	async look(step: string): Promise<void> {
		for (const toast of await this.page.locator(ERROR_TOAST).all()) {
			this.problems.push(`${step}: n8n says “${(await toast.innerText()).replace(/\s+/g, ' ')}”`);
		}
		for (const label of await this.page.evaluate<string[]>(CUT_LABELS)) {
			this.problems.push(`${step}: the label “${label}” is cut off`);
		}
	}
}
