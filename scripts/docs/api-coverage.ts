import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { groups, operationsOf, resources } from '../../vivi/catalogue';
import { chat } from '../../vivi/catalogue/chat';
import { ROLES, type Group, type Operation } from '../../vivi/catalogue/types';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { markdownTable } from '../markdown-table';

/** Where n8n has an operation. */
function inN8n(group: Group, { name, optionOf }: Operation): string {
	return optionOf ? `an option of \`${optionOf.operation}\`` : `\`${group.name}\` → \`${name}\``;
}

/** Where Zapier has an operation; it has neither streams nor several items at a time. */
function inZapier(group: Group, operation: Operation): string {
	if (operation.optionOf || operation.takesMany) return 'no';
	return `\`${operationKey(group, operation)}\``;
}

/** Where the table is kept. */
export const API_COVERAGE_FILE = join(__dirname, '../../docs/api-coverage.md');

/** The addresses of VIVI's API that the connectors use, as Markdown made from the catalogue. */
export function apiCoverage(): string {
	const operations = resources.flatMap((resource) =>
		operationsOf(resource).map((operation) => ({ resource, operation })),
	);
	const documented = operations.filter(({ operation }) => operation.source === 'documented');
	const rows = operations.map(({ resource, operation }) => [
		resource.label,
		operation.label,
		operation.method,
		`\`${operation.path}\``,
		operation.source,
		operation.roles.map((role) => ROLES[role]).join(', '),
		inN8n(resource, operation),
		inZapier(resource, operation),
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
	...operationsOf(chat).map((operation) => [
		operation.label,
		operation.method,
		`\`${operation.path}\``,
		operation.source,
		inN8n(chat, operation),
		inZapier(chat, operation),
	]),
])}

## Beyond the catalogue

_Report → Generate_ (\`${operationKey(groups.report, groups.report.operations.generate)}\`) reads the lists of workspaces, agents, knowledge bases, prompts, channels and users. _API Request → Send_ (\`${operationKey(groups.apiRequest, groups.apiRequest.operations.send)}\`) reaches any other address below the Base URL with the same key.
`;
}

if (require.main === module) writeFileSync(API_COVERAGE_FILE, apiCoverage());
