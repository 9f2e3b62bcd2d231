import { visibleText } from '../../vivi/text/plain-text';

/** Prints a text, of which a part may come from a service: no part of it can control the terminal. */
export function print(text: string): void {
	console.log(visibleText(text));
}

/** As {@link print}, but to the output for errors. Of an error its message is printed. */
export function printError(problem: unknown): void {
	console.error(visibleText(problem instanceof Error ? problem.message : String(problem)));
}

/** Prints the outcome of a check; this process then ends with code 1 if there is a finding. */
export function printFindings(check: string, findings: readonly string[]): void {
	print(`${check}: ${findings.length === 0 ? 'passed' : `${findings.length} findings`}`);
	for (const finding of findings) printError(`  ${finding}`);
	if (findings.length > 0) process.exitCode = 1;
}

/**
 * Prints a value for a program to read: nothing is lost, because hidden characters are written as
 * `\\u…`.
 */
export function printJson(value: unknown): void {
	console.log(
		JSON.stringify(value, null, 2).replace(HIDDEN, (sign) =>
			Array.from({ length: sign.length }, (_, at) => unitEscape(sign.charCodeAt(at))).join(''),
		),
	);
}

/** JSON itself escapes only the first 32 characters. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}]/gu;

const unitEscape = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
