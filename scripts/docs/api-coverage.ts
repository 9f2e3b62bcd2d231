import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { groups, offeredOf, operationsOf, resources } from '../../vivi/catalogue';
import { chat } from '../../vivi/catalogue/chat';
import { WORKSPACE_PATH } from '../../vivi/catalogue/paths';
import {
	ROLES,
	type Endpoint,
	type Group,
	type Operation,
	type Resource,
} from '../../vivi/catalogue/types';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { markdownTable } from '../print/markdown-table';

/** The common start of most addresses. Without it a table fits GitHub's column. */
const BEGINNING = `${WORKSPACE_PATH}/`;

/** Method and path in one cell. */
function address({ method, path }: Endpoint): string {
	return `\`${method} ${path.replace(BEGINNING, '…/')}\``;
}

/** The operation's name in the editor, and its value in n8n. */
function nameOf({ label, name, optionOf }: Operation): string {
	return optionOf ? `${label}, an option of \`${optionOf.operation}\`` : `${label}, \`${name}\``;
}

/** The key of an operation in Zapier, which has neither streams nor several items at a time. */
function inZapier(group: Group, operation: Operation): string {
	if (operation.optionOf || operation.takesMany) return 'no';
	return `\`${operationKey(group, operation)}\``;
}

const HEAD = ['Operation, value in n8n', 'Address', 'Source', 'Zapier'];

/** A row for each operation of a group. */
function tableOf(group: Group): string {
	const rows = operationsOf(group as Resource).map((operation) => [
		nameOf(operation),
		address(operation),
		operation.source,
		inZapier(group, operation),
	]);
	return markdownTable([HEAD, ...rows]);
}

/** The roles for each operation, in few words. */
function rolesOf(resource: Resource): string {
	const byRoles = new Map<string, string[]>();
	for (const { roles, label } of operationsOf(resource)) {
		const names = roles.map((role) => ROLES[role]).join(', ');
		byRoles.set(names, [...(byRoles.get(names) ?? []), label]);
	}
	const parts = [...byRoles].map(([roles, labels]) =>
		byRoles.size === 1 ? roles : `${labels.join(', ')}: ${roles}`,
	);
	return `Resource \`${resource.name}\` in n8n. Roles: ${parts.join('; ')}.`;
}

/** Resources that can be created or updated in one step, and Zapier's name for it. */
function composed(): string {
	const all = resources.flatMap((resource) =>
		offeredOf(resource)
			.filter(({ kind }) => kind === 'upsert')
			.map((operation) => `${resource.plural.toLowerCase()} (${inZapier(resource, operation)})`),
	);
	return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** The file of the table. */
export const API_COVERAGE_FILE = join(__dirname, '../../docs/api-coverage.md');

/** The addresses of VIVI's API that the connectors use, as Markdown made from the catalogue. */
export function apiCoverage(): string {
	const operations = resources.flatMap((resource) =>
		operationsOf(resource).map((operation) => ({ resource, operation })),
	);
	const documented = operations.filter(({ operation }) => operation.source === 'documented');
	return `# What is covered of VIVI's API

This table is generated from \`vivi/catalogue\` with \`npm run docs:coverage\`; a test fails when it is out of date.

VIVI's public pages show few addresses. **Documented** is an address that they show as it stands here: ${documented.length} of these ${operations.length}, besides the token exchange. **Assumed** is an address that follows the documented pattern and that nobody outside VIVI has confirmed yet; the fields of its bodies are assumed as well. \`npm run doctor\` tells which of them answer to your key. To correct an address for everybody, edit one file of the catalogue; to correct it for your VIVI, enter an [address map](address-map.md) in the credential, by keys of resource and operation such as \`agent.create\`.

Roles are those that may carry out the operation, as far as VIVI's description of its roles tells; an Account API key always acts as Account Admin.

In the tables \`…\` stands for \`${WORKSPACE_PATH}\`.

${resources.map((one) => `## ${one.label}\n\n${rolesOf(one)}\n\n${tableOf(one)}`).join('\n\n')}

## API channels

An API channel has a host and a key (\`vivi-api-key\`) of its own; whoever has the key may use it, whatever their role. VIVI's pages show the addresses marked as documented, and the body of \`stream\`; the other bodies are assumed.

Resource \`${chat.name}\` in n8n.

${tableOf(chat)}

## Beyond the catalogue

_Report → Generate_ (\`${operationKey(groups.report, groups.report.operations.generate)}\`) reads the lists of workspaces, agents, knowledge bases, prompts, channels and users, and where they are counted those of threads and messages. _API Request → Send_ (\`${operationKey(groups.apiRequest, groups.apiRequest.operations.send)}\`) reaches any other address below the Base URL with the same key.

_Create or Update_ (\`upsert\`) of ${composed()} has no address of its own: it reads the list, then creates or updates.
`;
}

if (require.main === module) writeFileSync(API_COVERAGE_FILE, apiCoverage());
