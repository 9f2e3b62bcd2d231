import type { PlainInputField, Search } from 'zapier-platform-core';

import { ancestors, findOperation } from '../../../vivi/catalogue';
import type { InputField, Resource } from '../../../vivi/catalogue/types';
import { findById, findByText, notAllLookedAt } from '../../../vivi/client/find-records';
import { readField } from '../../../vivi/client/input-values';
import { withId } from '../../../vivi/client/read-list';
import { ViviInputError } from '../../../vivi/errors';
import type { JsonObject } from '../../../vivi/http/json';
import { trimmed } from '../../../vivi/text/trimmed';
import { idInput, inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { recordIdOf, recordIdsOf } from '../fields/record-id';
import { operationKey, operationLabel } from '../fields/operation-name';
import { outputFields, sampleOf } from '../fields/output-fields';
import { aRecord } from '../fields/wording';
import { step, type Step } from '../step';

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
				{ ...inputField(EXACT), default: String(EXACT.default) },
			],
			perform: step('read', async (at) => {
				const { inputData } = at.bundle;
				const ids = recordIdsOf(inputData, ancestors(resource));
				const id = recordIdOf(inputData, resource);
				const text = trimmed(String(readField(search!, inputData[toKey(search!.name)]) ?? ''));
				if (get && id !== '') {
					const record = await findById(at.client(), resource, { ...ids, [resource.idField]: id });
					return record ? [withId(record, resource)] : [];
				}
				if (text === '') throw nothingToFind(resource, search!.label, get !== undefined);
				const found = await searchByText(at, resource, { ids, text, exact: isExact(at) });
				return found.map((record) => withId(record, resource));
			}),
			outputFields: outputFields(resource.output),
			sample: sampleOf(resource.sample),
		},
	};
}

/** What was found, and a word in Zapier's log where there may be more. */
async function searchByText(
	{ z, client }: Step,
	resource: Resource,
	search: { ids: Record<string, string>; text: string; exact: boolean },
): Promise<JsonObject[]> {
	const limit = MOST_RESULTS;
	const { records, whole } = await findByText(client(), resource, { ...search, limit });
	if (!whole) z.console.log(notAllLookedAt(resource));
	return records;
}

const EXACT: InputField = {
	name: 'exactMatch',
	label: 'Exact Match',
	type: 'boolean',
	default: true,
	help: 'Whether the whole text has to match, apart from upper and lower case. Choose False to find everything that contains it.',
};

/** As its default says, where nothing was chosen: what is found or created must not be another one. */
function isExact({ bundle }: Step): boolean {
	return readField(EXACT, bundle.inputData[toKey(EXACT.name)]) === true;
}

function ownId(resource: Resource): PlainInputField {
	return idInput(resource, {
		required: false,
		helpText: `The ${resource.label.toLowerCase()} itself, if you know it. The text to search for is not used then.`,
	});
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
