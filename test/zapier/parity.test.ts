import { basename } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';

import { Vivi } from '../../nodes/Vivi/Vivi.node';
import { ViviTrigger } from '../../nodes/ViviTrigger/ViviTrigger.node';
import manifest from '../../package.json';
import App from '../../zapier/src';

/** What one platform has no use for, and why. */
const ONLY_IN_N8N: Readonly<Record<string, string>> = {
	'chat.sendBatch':
		'Zapier gives a step 30 seconds for all of its messages together and would lose what agents say later; Looping by Zapier gives each message a step of its own.',
};
const KINDS_ONLY_IN_N8N: Readonly<Record<string, string>> = {
	deleted: 'Zapier remembers what it has seen, and a poll cannot tell it what is no longer there.',
};

const NODES_ONLY_IN_N8N: Readonly<Record<string, string>> = {
	ViviToolTrigger:
		'No step of Zapier can answer a call. The README says what comes closest: npm run tool-description.',
};

const node = new Vivi().description.properties;
const camelToSnake = (name: string) => name.replace(/([A-Z])/g, '_$1').toLowerCase();

/** `agent.create`, …: every operation that can be chosen in the n8n node. */
const n8nOperations = optionsOf(named(node, 'resource')[0]!).flatMap(({ value: resource }) =>
	named(node, 'operation')
		.filter((property) => isShown(property, { resource: String(resource) }))
		.flatMap((property) => optionsOf(property).map(({ value }) => `${resource}.${value}`)),
);

/** How Zapier calls what n8n calls so; the names are those that Zaps and workflows rely on. */
function zapierKey(n8n: string): string {
	const [resource, operation] = n8n.split('.').map(camelToSnake) as [string, string];
	switch (n8n) {
		case 'apiRequest.send':
			return 'creates.api_request';
		case 'chat.send':
			return 'creates.send_message';
		case 'chat.uploadFile':
			return 'creates.upload_chat_file';
		case 'prompt.getVersions':
			return 'searches.find_prompt_versions';
		case 'prompt.lockVersion':
			return 'creates.lock_prompt_version';
		case 'prompt.rollBack':
			return 'creates.roll_prompt_back';
		case 'thread.getMessages':
			return 'searches.find_thread_messages';
		case 'user.updateRole':
			return 'creates.update_user_role';
	}
	if (resource === 'chat') return `creates.${operation}`;
	if (operation === 'upsert') return `creates.create_or_update_${resource}`;
	return operation === 'get' || operation === 'get_all'
		? `searches.find_${resource}`
		: `creates.${operation}_${resource}`;
}

describe('what can be done', () => {
	it('is the same on both platforms', () => {
		const expected = n8nOperations.filter((name) => !(name in ONLY_IN_N8N)).map(zapierKey);
		const offered = [
			...Object.keys(App.searches).map((key) => `searches.${key}`),
			...Object.keys(App.creates).map((key) => `creates.${key}`),
		];

		expect(n8nOperations.length).toBeGreaterThan(30);
		expect(offered.sort()).toEqual([...new Set(expected)].sort());
	});

	it('differs only in what is there', () => {
		expect(n8nOperations).toEqual(expect.arrayContaining(Object.keys(ONLY_IN_N8N)));
	});
});

test('every node but those of n8n alone has its steps in Zapier', () => {
	const names = manifest.n8n.nodes.map((file) => basename(file, '.node.js'));
	const both = names.filter((name) => !(name in NODES_ONLY_IN_N8N));
	expect(both).toEqual(['Vivi', 'ViviTrigger']);
	expect(names).toEqual(expect.arrayContaining(Object.keys(NODES_ONLY_IN_N8N)));
});

describe('what can be watched', () => {
	it('is the same on both platforms', () => {
		const [events] = named(new ViviTrigger().description.properties, 'events');
		const watched = optionsOf(events!)
			.map(({ value }) => String(value).split('.') as [string, string])
			.filter(([, kind]) => !(kind in KINDS_ONLY_IN_N8N))
			.map(([name, kind]) => `${kind === 'created' ? 'new' : kind}_${camelToSnake(name)}`);

		expect(watched.length).toBeGreaterThan(10);
		expect(Object.keys(App.triggers).sort()).toEqual(watched.sort());
	});
});

describe('what is asked for', () => {
	const shared = n8nOperations.filter((name) => !(name in ONLY_IN_N8N));

	/**
	 * How a platform hands over, page by page or as it is, is no matter of VIVI's; nor is whether it asks for
	 * the fields of an API operation by one parameter or by many.
	 */
	const PLATFORM = [
		...['fields', 'return_all', 'limit', 'simplify', 'exact_match'],
		// Zapier runs one item at a time, for at most 30 seconds.
		...['concurrency', 'timeout', 'wait_minutes'],
		// A step of Zapier has nobody to stream to.
		'stream',
		// Zapier keeps nothing from one run of a step to the next; 'Changed Since' says since when.
		'compare',
		// Zapier asks for it with the connection.
		'api_description_url',
	];
	const RENAMED: Readonly<Record<string, string>> = {
		binary_property_name: 'file',
		binary_properties: 'files',
	};
	/** The record of a user has the same name. */
	const ON_BEHALF_OF = 'user';

	const optionsFor = (resource: string, operation: string) =>
		named(node, 'options')
			.filter((property) => isShown(property, { resource }))
			.flatMap(({ options }) => options as INodeProperties[])
			.filter((property) => isShown(property, { '/operation': operation }))
			.map(({ name }) => (name === 'userId' ? ON_BEHALF_OF : camelToSnake(name)))
			.map((key) => RENAMED[key] ?? key);

	test.each(shared.filter((name) => !/^(chat|apiRequest|report)\./.test(name)))(
		'for %s is the same on both platforms',
		(name) => {
			const [resource, operation] = name.split('.') as [string, string];
			const inN8n = node
				.filter(({ name: field }) => field !== 'resource' && field !== 'operation')
				.filter((property) => isShown(property, { resource, operation }))
				.filter((property) => property.name !== 'options')
				.flatMap((property) =>
					property.type === 'collection' ? (property.options as INodeProperties[]) : [property],
				)
				.map((property) => camelToSnake(property.name))
				.concat(optionsFor(resource, operation))
				.map((key) => RENAMED[key] ?? key)
				.filter((key) => !PLATFORM.includes(key));
			const inZapier = zapierFields(zapierKey(name)).filter((key) => !PLATFORM.includes(key));

			if (operation === 'get' || operation === 'getAll') {
				// Zapier's search is both of them. It waits for nothing: a Delay before it does, and pauses the Zap.
				const asked = inN8n.filter((key) => key !== 'wait_until_done');
				expect(inZapier).toEqual(expect.arrayContaining(asked));
			} else {
				expect(inZapier.sort()).toEqual([...new Set(inN8n)].sort());
			}
		},
	);

	it('for a message, a request and a report is the same on both platforms', () => {
		const own = (resource: string, name: string) =>
			node
				.filter((property) => isShown(property, { resource, operation: name }))
				.map((property) => camelToSnake(property.name))
				.map((key) => RENAMED[key] ?? key)
				.filter((key) => !['resource', 'operation', 'options'].includes(key))
				.concat(optionsFor(resource, name))
				.filter((key) => !PLATFORM.includes(key));

		expect(zapierFields('creates.send_message')).toEqual(
			expect.arrayContaining(own('chat', 'send')),
		);
		const withoutLimit = zapierFields('creates.api_request').filter((key) => key !== 'limit');
		expect(optionsFor('apiRequest', 'send')).toContain('pagination');
		expect(withoutLimit.sort()).toEqual(own('apiRequest', 'send').sort());
		expect(zapierFields('creates.generate_report').sort()).toEqual(
			own('report', 'generate').sort(),
		);
	});
});

/** Keys of all inputs, also of those that only some choices bring up. */
function zapierFields(key: string): string[] {
	const [type, name] = key.split('.') as ['searches' | 'creates', string];
	const { inputFields = [] } = App[type][name]!.operation;
	type Field = PlainInputField | ((z: ZObject, bundle: Bundle) => PlainInputField[]);
	const fields = inputFields as Field[];
	const choices = fields.flatMap((field) =>
		typeof field !== 'function' && Array.isArray(field.choices)
			? (field.choices as Array<{ value: string }>).map(({ value }) => ({ [field.key]: value }))
			: [],
	);
	const shown = fields.flatMap((field) =>
		typeof field === 'function'
			? [{}, ...choices].flatMap((inputData) =>
					field({} as ZObject, { inputData } as unknown as Bundle),
				)
			: [field],
	);
	// The fields of an API operation come later.
	return [...new Set(shown.map((field) => field.key))].filter((key) => key !== undefined);
}

function named(properties: INodeProperties[], name: string): INodeProperties[] {
	return properties.filter((property) => property.name === name);
}

function optionsOf({ options }: INodeProperties): INodePropertyOptions[] {
	return options as INodePropertyOptions[];
}

/** Whether a parameter can come up for this resource and operation. */
function isShown({ displayOptions }: INodeProperties, chosen: Record<string, string>): boolean {
	const { show = {}, hide = {} } = displayOptions ?? {};
	const matches = ([name, values]: [string, unknown]) =>
		(values as unknown[]).includes(chosen[name]);
	return (
		Object.entries(show)
			.filter(([name]) => name in chosen)
			.every(matches) && !Object.entries(hide).some(matches)
	);
}
