import type { Create } from 'zapier-platform-core';

import { resources } from '../../../vivi/catalogue';
import { apiRequest } from './api-request';
import { catalogueCreate } from './catalogue-create';
import { generateReport } from './generate-report';
import { sendMessage } from './send-message';
import { uploadChatFile } from './upload-chat-file';

/** Everything that changes something in VIVI, and what has no better place in Zapier. */
export const creates: readonly Create[] = [
	...resources.flatMap((resource) =>
		resource.operations
			.filter(({ kind }) => kind !== 'list' && kind !== 'get')
			.map((operation) => catalogueCreate(resource, operation)),
	),
	apiRequest,
	generateReport,
	sendMessage,
	uploadChatFile,
];
