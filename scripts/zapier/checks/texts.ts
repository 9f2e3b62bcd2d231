import { inputFieldsOf, stepsOf, type App } from '../definition';
import type { Check } from './check';

/** Every text that Zapier shows with Markdown. */
function shownTexts(app: App): Array<{ path: string; text: string }> {
	return [
		...stepsOf(app).map(({ path, step }) => ({ path, text: step.display.description })),
		...inputFieldsOf(app).map(({ path, field }) => ({ path, text: field.helpText ?? '' })),
	];
}

const LINK = /\[[^[\]]+\]\((https?:\/\/[^\s()]+)\)/g;

/** What is left of a text without its code and its valid links. */
const withoutLinks = (text: string) => text.replace(/`[^`]*`/g, '').replace(LINK, '');

const lowerWords = (text: string) =>
	text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const SMALL_WORD = /^(a|an|and|as|at|but|by|en|for|if|in|nor|of|on|or|per|the|to|v|via|vs)$/i;

/** A label as Zapier wants it: small words in small letters, unless they stand first or last. */
function titleCase(label: string): string {
	const words = label.trim().split(/\s+/);
	return words
		.map((word, at) => {
			const isInner = at > 0 && at < words.length - 1;
			if (isInner && SMALL_WORD.test(word)) return word.toLowerCase();
			return word.replace(/\p{L}/u, (letter) => letter.toUpperCase());
		})
		.join(' ');
}

export const textChecks: Check[] = [
	{
		id: 'D008',
		find: (app) =>
			shownTexts(app)
				.filter(({ text }) => /\bhttps?:|\]\(|\[[^\]]*\(/.test(withoutLinks(text)))
				.map(({ path }) => `${path}: an address stands neither in a valid link nor in backticks`),
	},
	{
		id: 'D011',
		find: (app) =>
			inputFieldsOf(app)
				.filter(({ field: { label, helpText } }) => label && helpText)
				.filter(({ field }) => lowerWords(field.label!) === lowerWords(field.helpText!))
				.map(({ path }) => `${path}: the help text only repeats the label`),
	},
	{
		id: 'D018',
		find: (app) =>
			stepsOf(app)
				.map(({ path, step }) => ({ path, label: step.display.label }))
				.filter(({ label }) => label !== titleCase(label))
				.map(({ path, label }) => `${path}: the label '${label}' should be '${titleCase(label)}'`),
	},
	{
		id: 'D021',
		find: (app) =>
			stepsOf(app)
				.filter(({ kind }) => kind === 'triggers')
				.filter(({ step }) => !/^Triggers when .+\.$/s.test(step.display.description))
				.map(({ path }) => `${path}: the description is not of the form 'Triggers when … .'`),
	},
];
