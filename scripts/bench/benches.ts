import { fewWorkersFigures } from './few-workers';
import type { Figure } from './figure';
import { getManyFigures } from './get-many';
import { getsFigures } from './gets';
import { herdFigures } from './herd';
import { largeAccountFigures } from './large-account';
import { packageFigures } from './package';
import { pollFigures } from './poll';
import { zapierColdStartFigures } from './zapier-cold-start';
import { zapierLargeAccountFigures } from './zapier-large-account';

export interface Bench {
	/** For `--only`. */
	name: string;
	/** One sentence that says what is done. */
	what: string;
	measure(): Promise<Figure[]>;
}

/** In this order: those that measure this very process come first, while its memory is fresh. */
export const BENCHES: readonly Bench[] = [
	{
		name: 'poll',
		what: 'A poll of 10,000 records of which none has changed since the last poll.',
		measure: pollFigures,
	},
	{
		name: 'get-many',
		what: 'Get Many of 100,000 records in pages of 100, over HTTP on this machine.',
		measure: getManyFigures,
	},
	{
		name: 'large-account',
		what: 'Accounts with hundreds of workspaces, all of them read: on the core in this process, over a service that is simulated in it.',
		measure: largeAccountFigures,
	},
	{
		name: 'few-workers',
		what: 'A service that is soon busy, simulated in this process.',
		measure: fewWorkersFigures,
	},
	{
		name: 'zapier-large-account',
		what: "Accounts with hundreds of workspaces in Zapier: the app on Zapier's platform core, over HTTP to a local VIVI in another process.",
		measure: zapierLargeAccountFigures,
	},
	{
		name: 'package',
		what: 'The packed n8n package beside three community packages from npm.',
		measure: packageFigures,
	},
	{
		name: 'zapier-cold-start',
		what: 'A fresh process, as AWS Lambda starts one for Zapier, loads the unpacked zip of the Zapier app and answers the first call.',
		measure: zapierColdStartFigures,
	},
	{
		name: 'gets',
		what: 'Get for each of 500 items in a real n8n, with the settings that a person finds: both nodes are as they come from the editor.',
		measure: getsFigures,
	},
	{
		name: 'herd',
		what: 'A hundred executions that start at the same moment in a real n8n, all with a token that has expired. An answer takes 300 ms, a token exchange 400 ms.',
		measure: herdFigures,
	},
];
