import type { N8nRest } from '../n8n/rest';
import type { ChosenVivi } from './vivi';

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
