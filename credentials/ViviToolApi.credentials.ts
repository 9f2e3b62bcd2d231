import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { credentialProperties, noticeProperty } from '../nodes/Vivi/description/credential';
import { TOOL_SECRET_FIELDS, TOOL_SECRET_NOTICE } from '../vivi/tool/form';

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
		noticeProperty(TOOL_SECRET_NOTICE),
		...credentialProperties(TOOL_SECRET_FIELDS).map((field) => ({ ...field, required: true })),
	];
}
