import type { PlainInputField } from 'zapier-platform-core';

import { ancestors, resources } from '../../vivi/catalogue';
import type { JsonObject } from '../../vivi/http/json';
import App from '../../zapier/src';
import { toKey } from '../../zapier/src/fields/key';
import { connect, keyOf, run } from './support/app';
import { keysOf, scopeOf } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

interface Page {
	results: Array<{ id: string; label: string }>;
	paging_token: string | null;
}

const local = useSandbox();
let authData: Record<string, string>;

beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
});

/** Some operation that asks for a record of this kind, and where in its fields. */
function dropdown(key: string): { field: PlainInputField; method: string } {
	for (const [type, operations] of [
		['creates', App.creates],
		['searches', App.searches],
	] as const) {
		for (const {
			key: operation,
			operation: { inputFields },
		} of Object.values(operations)) {
			const fields = (inputFields ?? []) as PlainInputField[];
			const at = fields.findIndex((field) => field.key === key);
			const method = `${type}.${operation}.operation.inputFields.${at}.choices.perform`;
			if (at >= 0) return { field: fields[at]!, method };
		}
	}
	throw new Error(`Nobody asks for ${key}.`);
}

describe.each(resources.map((resource) => [toKey(resource.idField), resource] as const))(
	'the dropdown of %s',
	(key, resource) => {
		it('shows all records by name, a page at a time', async () => {
			local.sandbox.setListStyle({ defaultLimit: 4, maxLimit: 4 });
			const scope = scopeOf(local.sandbox, resource);
			const { method } = dropdown(key);
			const seen: Page['results'] = [];
			let paging_token: string | null = null;
			do {
				const page: Page = await run<Page>(method, {
					authData,
					inputData: keysOf(scope),
					meta: { isFillingDynamicDropdown: true, ...(paging_token && { paging_token }) },
				});
				expect(page.results.length).toBeLessThanOrEqual(4);
				seen.push(...page.results);
				({ paging_token } = page);
			} while (paging_token !== null);

			const records = local.sandbox.data.list(resource.name, scope);
			expect(seen.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
			expect(seen.map(({ label }) => label)).toEqual(records.map(titleOf));
		});

		it('depends on what is above it', () => {
			const { field } = dropdown(key);

			expect(field.dependsOn ?? []).toEqual(
				ancestors(resource).map(({ idField }) => toKey(idField)),
			);
		});

		function titleOf(record: JsonObject): string {
			const title = resource.titleFields.map((name) => record[name]).find((text) => text);
			return String(title ?? record['id']);
		}
	},
);

it('does not offer what Zapier would fill in from earlier steps', async () => {
	const records = [
		{ id: '{{1__secret}}', name: 'Evil' },
		{ id: 'a', name: '{{1__name}}' },
	];
	local.sandbox.setFaults([{ target: 'api', status: 200, body: JSON.stringify(records) }]);
	const { method } = dropdown('agent_id');
	const inputData = { workspace_id: local.sandbox.defaultWorkspaceId };
	const { results } = await run<Page>(method, { authData, inputData });
	expect(results).toEqual([{ id: 'a', label: '{{1__name}}' }]);
});
