import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../../vivi/catalogue';
import { USER_ID_LABEL } from '../../../vivi/client/headers';
import { requestDescription } from '../../../vivi/client/request-description';
import { DEFAULT_CONCURRENCY } from '../../../vivi/client/run-concurrently';
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
			displayName: 'Items at Once',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: DEFAULT_CONCURRENCY,
			displayOptions: { show: { '/operation': readers } },
			description:
				'How many input items, or lists of a report, are read side by side. Operations that change something always run one after the other.',
		},
		{
			...fieldProperty(requestDescription.responseFormat),
			displayOptions: { show: { '/resource': ['apiRequest'] } },
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'How many seconds to wait for each answer of VIVI',
		},
	],
};
