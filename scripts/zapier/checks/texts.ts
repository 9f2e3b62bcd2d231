import { inputFieldsOf, stepsOf, type App } from '../definition';
import { ofFields, ofSteps, type Check } from './check';

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
	ofFields('D011', ({ field: { label, helpText } }) => {
		const repeats = label && helpText && lowerWords(label) === lowerWords(helpText);
		return repeats && 'the help text only repeats the label';
	}),
	ofSteps('D018', ({ step: { display } }) => {
		const wanted = titleCase(display.label);
		return display.label !== wanted && `the label '${display.label}' should be '${wanted}'`;
	}),
	ofSteps(
		'D021',
		({ kind, step: { display } }) =>
			kind === 'triggers' &&
			!/^Triggers when .+\.$/s.test(display.description) &&
			"the description is not of the form 'Triggers when … .'",
	),
];
