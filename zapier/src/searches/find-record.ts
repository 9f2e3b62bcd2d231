import type { PlainInputField, Search } from 'zapier-platform-core';

import { ancestors, findOperation } from '../../../vivi/catalogue';
import type { Operation, Resource } from '../../../vivi/catalogue/types';
import type { Client } from '../../../vivi/client/client';
import { requestQuery } from '../../../vivi/client/input-values';
import { readId } from '../../../vivi/client/read-list';
import { ViviInputError } from '../../../vivi/errors';
import { ViviApiError } from '../../../vivi/http/api-error';
import type { JsonObject } from '../../../vivi/http/json';
import { idInput, inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { operationKey, operationLabel } from '../fields/operation-name';
import { outputFields, sampleOf } from '../fields/output-fields';
import { aRecord } from '../fields/wording';
import { step, type Step } from '../step';
import { matches } from './matching';

/** Records a search hands over at most; the step after it gets the first, or all as line items. */
const MOST_RESULTS = 100;

/** Find …: by ID, or by a text. Finding nothing is no error. */
export function findRecordSearch(resource: Resource): Search {
	const list = findOperation(resource, 'getAll')!;
	const get = findOperation(resource, 'get');
	const [search] = list.fields;
	return {
		key: operationKey(resource, list),
		noun: resource.label,
		display: {
			label: operationLabel(resource, list),
			description: `Finds ${aRecord(resource)} by ${titleWords(resource)}${get ? ' or ID' : ''}.`,
		},
		operation: {
			cleanInputData: false,
			inputFields: [
				...ancestors(resource).map((above) => idInput(above, { required: true })),
				...(get ? [ownId(resource)] : []),
				{
					...inputField(search!),
					helpText: `The ${titleWords(resource)} of the ${resource.label.toLowerCase()} to find.`,
				},
				EXACT,
			],
			perform: step('read', async (at) => {
				const { inputData } = at.bundle;
				const ids = idsOf(inputData, ancestors(resource));
				const id = filledIn(inputData[toKey(resource.idField)]);
				const text = filledIn(inputData[toKey(search!.name)]);
				const client = at.client();
				if (get && id !== '') {
					return await findById(client, resource, get, { ...ids, [resource.idField]: id });
				}
				if (text === '') throw nothingToFind(resource, search!.label, get !== undefined);
				return await findByText(client, resource, list, { ids, text, exact: isExact(at) });
			}),
			outputFields: outputFields(resource.output),
			sample: sampleOf(resource.sample),
		},
	};
}

async function findById(
	client: Client,
	resource: Resource,
	operation: Operation,
	ids: Record<string, string>,
): Promise<JsonObject[]> {
	try {
		const record = await client.run(resource, operation, { ids });
		return [withId(record, resource)];
	} catch (error) {
		if (error instanceof ViviApiError && error.status === 404) return [];
		throw error;
	}
}

async function findByText(
	client: Client,
	resource: Resource,
	operation: Operation,
	wanted: { ids: Record<string, string>; text: string; exact: boolean },
): Promise<JsonObject[]> {
	const { ids, text, exact } = wanted;
	const found: JsonObject[] = [];
	const query = requestQuery(operation, { [operation.fields[0]!.name]: text });
	for await (const page of client.list(resource, operation, { ids, query })) {
		for (const record of page) {
			if (matches(record, resource, text, exact)) found.push(withId(record, resource));
			if (found.length >= MOST_RESULTS) return found;
		}
	}
	return found;
}

const EXACT: PlainInputField = {
	key: 'exact_match',
	label: 'Exact Match',
	type: 'boolean',
	default: 'true',
	helpText:
		'Whether the whole text has to match, apart from upper and lower case. Choose no to find everything that contains it.',
};

/** As its default says, where nothing was chosen: what is found or created must not be another one. */
function isExact({ bundle }: Step): boolean {
	return String(bundle.inputData[EXACT.key] ?? '').toLowerCase() !== 'false';
}

function ownId(resource: Resource): PlainInputField {
	return idInput(resource, {
		required: false,
		helpText: `The ${resource.label.toLowerCase()} itself, if you know it. It goes before the search.`,
	});
}

/** What was filled in for the places above a record. */
export function idsOf(
	inputData: Readonly<Record<string, unknown>>,
	places: readonly Resource[],
): Record<string, string> {
	return Object.fromEntries(
		places.map(({ idField }) => [idField, filledIn(inputData[toKey(idField)])]),
	);
}

/** The record with its ID as `id`, however VIVI calls it. */
export function withId(record: JsonObject, resource: Resource): JsonObject {
	const id = readId(record, resource);
	return id === undefined ? record : { ...record, id };
}

function filledIn(value: unknown): string {
	return value === undefined || value === null ? '' : String(value).trim();
}

function titleWords({ titleFields, output }: Resource): string {
	return titleFields
		.map((name) => output.find((field) => field.name === name)?.label.toLowerCase() ?? name)
		.join(' or ');
}

function nothingToFind(resource: Resource, label: string, hasId: boolean): ViviInputError {
	return new ViviInputError({
		code: 'missing_value',
		field: 'search',
		message: `'${label}' is empty.`,
		hint: hasId
			? `Enter what to search for, or choose the ${resource.label.toLowerCase()} itself.`
			: 'Enter what to search for.',
	});
}
