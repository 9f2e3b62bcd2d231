import { parseArgs } from 'node:util';

import { examine, type Examination } from './doctor/examine';
import { addressTable, stepText } from './doctor/print';
import { print, printError, printJson } from './terminal';

const USAGE = `npm run doctor [-- --json]

Checks your own VIVI key, taken from VIVI_CLIENT_ID, VIVI_CLIENT_SECRET, VIVI_AUDIENCE, VIVI_TOKEN_URL
and VIVI_ACCOUNT_ID (VIVI_WORKSPACE_ID for a Workspace API key, VIVI_BASE_URL for another host).
Only reads: nothing at VIVI is changed, and no secret or token is shown.

Ends with 0 when all works, 1 when the key cannot be used, 2 when the key works, but an
address is not there or answers in an unclear way.`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		print(USAGE);
		return 0;
	}
	const examination = await examine(process.env, (step) => {
		if (!values.json) print(stepText(step));
	});
	if (values.json) printJson(examination);
	else if (examination.addresses.length > 0) {
		print(`\n${addressTable(examination.addresses)}`);
	}
	return exitCode(examination);
}

function exitCode({ steps, addresses }: Examination): number {
	if (steps.some(({ status }) => status === 'failed')) return 1;
	// What a role does not allow is as it should be.
	return addresses.some(({ result }) => result === 'not there' || result === 'unclear') ? 2 : 0;
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		printError(error);
		process.exitCode = 1;
	},
);
