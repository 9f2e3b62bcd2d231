import type { App } from '../definition';

/**
 * One of the checks that Zapier runs on an app, by its ID in Zapier's reference
 * (docs.zapier.com › Publish › Integration check reference).
 */
export interface Check {
	id: string;
	/** Gives a line for each place that breaks it: where, and what is wrong. */
	find(app: App): string[] | Promise<string[]>;
}
