import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { TOOL_SECRET_NOTICE } from '../vivi/tool/notices';

/**
 * The secret that a VIVI agent sends, so that nobody else can call its tools. VIVI is not asked
 * about it: the node that uses it says whether the secret is long enough (`testedBy`).
 */
export class ViviToolApi implements ICredentialType {
	name = 'viviToolApi';

	displayName = 'VIVI Tool API';

	icon = { light: 'file:../icons/vivi.svg', dark: 'file:../icons/vivi.dark.svg' } as const;

	documentationUrl = 'https://docs.vivi.bot/documentation/core-concepts/integrations/agents';

	properties: INodeProperties[] = [
		{
			displayName: TOOL_SECRET_NOTICE,
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'X-Tool-Secret',
			required: true,
			description: 'The header in which the agent sends the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'at least 20 random characters',
			description:
				'A long random text, as a password manager makes it. If it is too short, the test shows one that you can copy.',
		},
	];
}
