import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../../vivi/catalogue';
import { USER_ID_LABEL } from '../../../vivi/client/headers';
import { requestDescription } from '../../../vivi/client/request-description';
import { runFields } from '../../../vivi/client/run-fields';
import { reportDescription } from '../../../vivi/report/description';
import { fieldProperty } from './field';
import { isRead } from './resource-properties';

const names = (wanted: (kind: string) => boolean) => [
	...new Set(
		resources.flatMap(({ operations }) =>
			operations.filter(({ kind }) => wanted(kind)).map(({ name }) => name),
		),
	),
];
const readers = [
	...new Set(
		resources.flatMap(({ operations }) => operations.filter(isRead).map(({ name }) => name)),
	),
	'send',
	reportDescription.operation.name,
];
const creators = [...names((kind) => kind === 'create' || kind === 'upload'), 'send'];

/** What every operation of the VIVI API can be told besides. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { hide: { resource: ['chat'] } },
	options: [
		{
			displayName: USER_ID_LABEL,
			name: 'userId',
			type: 'string',
			default: '',
			displayOptions: { show: { '/operation': creators } },
			description:
				'The VIVI user new records are attributed to. Account API keys only; it never gives extra permissions.',
		},
		{
			...fieldProperty(runFields.concurrency),
			displayOptions: { show: { '/operation': readers } },
		},
		{
			...fieldProperty(requestDescription.responseFormat),
			displayOptions: { show: { '/resource': ['apiRequest'] } },
		},
		fieldProperty(runFields.timeout),
	],
};
