import { inputFieldsOf, stepsOf, type App, type NamedField, type NamedStep } from '../definition';

/**
 * One of the checks that Zapier runs on an app, by its ID in Zapier's reference
 * (docs.zapier.com › Publish › Integration check reference).
 */
export interface Check {
	id: string;
	/** Gives a line for each place that breaks it: where, and what is wrong. */
	find(app: App): string[] | Promise<string[]>;
}

/** Nothing, or what is wrong with a part of an app. */
type Wrong = string | readonly string[] | false | undefined;

const linesOf = (path: string, wrong: Wrong) =>
	[wrong || []].flat().map((text) => `${path}: ${text}`);

/** A check of each trigger, search and create. */
export const ofSteps = (id: string, wrong: (named: NamedStep, app: App) => Wrong): Check => ({
	id,
	find: (app) => stepsOf(app).flatMap((named) => linesOf(named.path, wrong(named, app))),
});

/** A check of each field that people fill in, those of the connection too. */
export const ofFields = (id: string, wrong: (named: NamedField, app: App) => Wrong): Check => ({
	id,
	find: (app) => inputFieldsOf(app).flatMap((named) => linesOf(named.path, wrong(named, app))),
});
