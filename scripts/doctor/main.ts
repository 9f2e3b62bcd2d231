import { parseArgs } from 'node:util';

import { API_BASE_URL } from '../../vivi/catalogue/paths';
import { ViviError } from '../../vivi/errors';
import { examineDescription } from './description/examine-description';
import { isAddress, loadDescription } from './description/load';
import { descriptionText, isIncomplete } from './description/print';
import { examine, type Examination } from './examine';
import { addressTable, stepText } from './print';
import { print, printError, printJson } from '../print/terminal';

const USAGE = `npm run doctor -- [--json] [--openapi FILE-OR-URL]

Checks your own VIVI key, taken from VIVI_CLIENT_ID, VIVI_CLIENT_SECRET, VIVI_AUDIENCE, VIVI_TOKEN_URL
and VIVI_ACCOUNT_ID (VIVI_WORKSPACE_ID for a Workspace API key, VIVI_BASE_URL for another host).
Only reads: nothing at VIVI is changed, and no secret or token is shown.

Ends with 0 when all works, 1 when the key cannot be used, 2 when the key works, but an
address is not there or answers in an unclear way.

With --openapi it needs no key: it compares what the connector assumes of VIVI's API with an OpenAPI
document, and prints an address map for the credential. Ends with 0 when all operations were found,
2 when some were not, 1 when there is no document.`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			openapi: { type: 'string' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		print(USAGE);
		return 0;
	}
	if (values.openapi !== undefined) return await compare(values.openapi, values.json);
	const examination = await examine(process.env, (step) => {
		if (!values.json) print(stepText(step));
	});
	if (values.json) printJson(examination);
	else if (examination.addresses.length > 0) {
		print(`\n${addressTable(examination.addresses)}`);
	}
	return exitCode(examination);
}

/** Compares an OpenAPI document with the addresses of the connector. */
async function compare(from: string, asJson: boolean): Promise<number> {
	try {
		const text = await loadDescription(from, process.env);
		const baseUrl = process.env['VIVI_BASE_URL']?.trim() || API_BASE_URL;
		const url = isAddress(from) ? new URL(from) : undefined;
		const findings = examineDescription(text, baseUrl, url);
		if (asJson) printJson(findings);
		else print(descriptionText(findings));
		return isIncomplete(findings) ? 2 : 0;
	} catch (error) {
		if (!(error instanceof ViviError)) throw error;
		// The message names a field of the connectors; here the address comes from an option.
		const message = error.message.replace("'API Description URL'", () => '--openapi');
		printError(`${message} ${error.hint}`);
		return 1;
	}
}

function exitCode({ steps, addresses }: Examination): number {
	if (steps.some(({ status }) => status === 'failed')) return 1;
	// A refusal because of the role is no fault.
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
