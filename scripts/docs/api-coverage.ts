import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../vivi/catalogue';
import { channelApi } from '../../vivi/catalogue/channel-api';
import { ROLES } from '../../vivi/catalogue/types';
import { chatDescription } from '../../vivi/chat/description';
import { apiRequest } from '../../zapier/src/creates/api-request';
import { generateReport } from '../../zapier/src/creates/generate-report';
import { sendMessage } from '../../zapier/src/creates/send-message';
import { uploadChatFile } from '../../zapier/src/creates/upload-chat-file';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { markdownTable } from '../markdown-table';

/** What Zapier offers of the channel API; it has neither streams nor several items at a time. */
const CHANNEL_ACTIONS: Readonly<Record<string, { key: string }>> = {
	[channelApi.send.name]: sendMessage,
	[channelApi.uploadFile.name]: uploadChatFile,
};

/** Where the table is kept. */
export const API_COVERAGE_FILE = join(__dirname, '../../docs/api-coverage.md');

/** The addresses of VIVI's API that the connectors use, as Markdown made from the catalogue. */
export function apiCoverage(): string {
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ resource, operation })),
	);
	const documented = operations.filter(({ operation }) => operation.source === 'documented');
	const rows = operations.map(({ resource, operation }) => [
		resource.label,
		operation.label,
		operation.method,
		`\`${operation.path}\``,
		operation.source,
		operation.roles.map((role) => ROLES[role]).join(', '),
		`\`${resource.name}\` → \`${operation.name}\``,
		`\`${operationKey(resource, operation)}\``,
	]);
	return `# What is covered of VIVI's API

This table is generated from \`vivi/catalogue\` with \`npm run docs:coverage\`; a test fails when it is out of date.

VIVI's public pages show few addresses. **Documented** is an address that they show as it stands here: ${documented.length} of these ${operations.length}, besides the token exchange. **Assumed** is an address that follows the documented pattern and that nobody outside VIVI has confirmed yet; the fields of its bodies are assumed as well. \`npm run doctor\` tells which of them answer to your key. A corrected address is an edit in one file of the catalogue.

Roles are those that may carry out the operation, as far as VIVI's description of its roles tells; an Account API key always acts as Account Admin.

${markdownTable([
	[
		'Resource',
		'Operation',
		'Method',
		'Path',
		'Source',
		'Roles',
		'n8n resource → operation',
		'Zapier',
	],
	...rows,
])}

## API channels

An API channel has a host and a key (\`vivi-api-key\`) of its own; whoever has the key may use it, whatever their role. The addresses marked as documented are shown by VIVI; of the bodies, that of \`stream\` is shown and those of the others are assumed.

${markdownTable([
	['Operation', 'Method', 'Path', 'Source', 'n8n', 'Zapier'],
	...Object.values(channelApi).map(({ label, method, path, source, name }) => [
		label,
		method,
		`\`${path}\``,
		source,
		name === channelApi.stream.name
			? `an option of \`${channelApi.send.name}\``
			: `\`${chatDescription.resource.name}\` → \`${name}\``,
		Object.hasOwn(CHANNEL_ACTIONS, name) ? `\`${CHANNEL_ACTIONS[name]!.key}\`` : 'no',
	]),
])}

## Beyond the catalogue

_Report → Generate_ (\`${generateReport.key}\`) reads the lists of workspaces, agents, knowledge bases, prompts, channels and users. _API Request → Send_ (\`${apiRequest.key}\`) reaches any other address below the Base URL with the same key.
`;
}

if (require.main === module) writeFileSync(API_COVERAGE_FILE, apiCoverage());
