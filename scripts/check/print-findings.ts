import { print, printError } from '../terminal';
/** Prints the outcome of a check; this process then ends with code 1 if there is a finding. */
export function printFindings(check: string, findings: readonly string[]): void {
	print(`${check}: ${findings.length === 0 ? 'passed' : `${findings.length} findings`}`);
	for (const finding of findings) printError(`  ${finding}`);
	if (findings.length > 0) process.exitCode = 1;
}
