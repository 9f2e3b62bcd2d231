/** Prints the outcome of a check; this process then ends with code 1 if there is a finding. */
export function printFindings(check: string, findings: readonly string[]): void {
	console.log(`${check}: ${findings.length === 0 ? 'passed' : `${findings.length} findings`}`);
	for (const finding of findings) console.error(`  ${finding}`);
	if (findings.length > 0) process.exitCode = 1;
}
