import fc from 'fast-check';

import { KEY_TYPE } from '../../../vivi/auth/connection-fields';
import { resources } from '../../../vivi/catalogue';
import type { InputField } from '../../../vivi/catalogue/types';
import { watchFields } from '../../../vivi/changes/watch-input';
import { chatDescription } from '../../../vivi/chat/description';
import { requestDescription } from '../../../vivi/client/request-description';
import { readChoice } from '../../../vivi/input/choice';
import { reportDescription } from '../../../vivi/report/description';

/** Every field of the connectors that is a choice. */
const all: InputField[] = [
	...resources.flatMap(({ operations }) => operations.flatMap((operation) => operation.fields)),
	...Object.values(requestDescription.fields),
	...reportDescription.fields,
	...Object.values(watchFields),
	chatDescription.threadMode,
	KEY_TYPE,
];
const fields = all.filter(({ options }) => options !== undefined);

const around = fc.stringMatching(/^[ \t\n\u00a0\u200b\u200e\ufeff]{0,3}$/);

/** As people, forms, spreadsheets and language models write a value or a label. */
const spelling = (text: string) =>
	fc
		.tuple(
			around,
			fc.constantFrom(
				...[text, text.toLowerCase(), text.toUpperCase()],
				...[' ', '_', '-', ''].map((glue) => text.replace(/[\s_-]+/g, glue)),
			),
			around,
		)
		.map((parts) => parts.join(''));

it.each(fields.map((field) => [field.label, field] as const))(
	'%s: each choice is known in every spelling of its value and its label, and by no other',
	(_label, field) => {
		for (const { value, label } of field.options!) {
			fc.assert(
				fc.property(fc.oneof(spelling(value), spelling(label)), (given) => {
					expect(readChoice(field, given)).toBe(value);
				}),
				{ numRuns: 30 },
			);
		}
	},
);

it.each([['some'], [''], [7], [true], [null], [['folder']], [{}]])(
	'refuses %j and names the choices',
	(given) => {
		const field = {
			...{ name: 'scope', label: 'Scope' },
			options: [
				{ value: 'folder', label: 'Folder' },
				{ value: 'site', label: 'Whole Site' },
			],
		};
		expect(() => readChoice(field, given)).toThrow(
			expect.objectContaining({
				...{ code: 'unknown_choice', field: 'scope' },
				message: expect.stringMatching(/^'Scope' is .*, which is none of its choices\.$/) as string,
				hint: 'Choose one of: Folder, Whole Site. An expression may give any of them.',
			}),
		);
	},
);
