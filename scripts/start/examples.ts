import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { N8nRest } from '../n8n/rest';
import type { ChosenVivi } from './vivi';

const root = join(__dirname, '../..');

interface Example {
	name: string;
	nodes: Array<{
		type: string;
		parameters: { resource?: string };
		credentials?: Record<string, { id: string; name: string }>;
	}>;
	connections: object;
}

/** Nodes of these types (the last part of the name) need something that no example contains. */
const NEEDS: Readonly<Record<string, string>> = {
	slack: 'Slack',
	emailSend: 'SMTP',
	googleDrive: 'Google Drive',
	lmChatOpenAi: 'OpenAI',
	formTrigger: 'a password for its form',
	httpRequest: 'an address of yours',
	readWriteFile: 'a folder with files',
	viviToolTrigger: 'a VIVI Tool API credential',
};

/** The things that an example needs before it runs; empty if it runs as it is. */
export function needsOf({ nodes }: Pick<Example, 'nodes'>): string[] {
	const needs = nodes.flatMap(({ type, parameters }) => [
		NEEDS[type.split('.').at(-1)!] ?? [],
		// The examples call an address of which only its owner knows whether it is there.
		parameters.resource === 'apiRequest' ? NEEDS['httpRequest']! : [],
	]);
	return [...new Set(needs.flat())];
}

export interface Imported {
	file: string;
	needs: string[];
	workflow: { id: string };
}

/**
 * Imports all examples into n8n; each takes the place of an earlier import.
 * @param credentials by their type; nodes with a credential of another type stay as they are
 * @returns by the workflow's name
 */
export async function importExamples(
	rest: N8nRest,
	credentials: Readonly<Record<string, { id: string; name: string }>>,
): Promise<Map<string, Imported>> {
	const imported = new Map<string, Imported>();
	for (const file of globSync('examples/*.json', { cwd: root }).sort()) {
		const example = JSON.parse(readFileSync(join(root, file), 'utf8')) as Example;
		for (const node of example.nodes) {
			for (const type of Object.keys(node.credentials ?? {})) {
				const known = credentials[type];
				if (known) node.credentials![type] = known;
			}
		}
		const workflow = await rest.saveWorkflow(example);
		imported.set(example.name, { file: basename(file), needs: needsOf(example), workflow });
	}
	return imported;
}

/** Saves the credentials that the examples use; gives them by their type. */
export async function saveCredentials(
	rest: N8nRest,
	{ key, channel }: Pick<ChosenVivi, 'key' | 'channel'>,
): Promise<Record<string, { id: string; name: string }>> {
	const save = async (name: string, type: string, data: object) => ({
		[type]: { name, id: (await rest.saveCredential(name, type, data)).id },
	});
	const keyType = key.workspaceId ? 'workspace' : 'account';
	const token = { accessToken: '', expiresAt: '' };
	return {
		...(await save('VIVI account', 'viviApi', { keyType, ...key, ...token })),
		...(channel && (await save('VIVI channel', 'viviChannelApi', channel))),
	};
}
