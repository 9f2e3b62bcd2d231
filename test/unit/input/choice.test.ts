import fc from 'fast-check';

import { KEY_TYPE } from '../../../vivi/auth/connection-fields';
import { groups, operationsOf } from '../../../vivi/catalogue';
import type { Group, InputField } from '../../../vivi/catalogue/types';
import { watchFields } from '../../../vivi/changes/watch-input';
import { readChoice } from '../../../vivi/input/choice';

/** Every field of the connectors that is a choice. */
const all: InputField[] = [
	...Object.values<Group>(groups)
		.flatMap((group) => operationsOf(group))
		.flatMap(({ fields: own, settings = [] }) => [...own, ...settings]),
	...Object.values(watchFields),
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
				hint: 'Choose one of: Folder, Whole Site. A value from an earlier step may be any of them.',
			}),
		);
	},
);

it('names choices that hold a comma so that one can tell them apart', () => {
	const options = [
		{ value: 'az', label: 'Name, A to Z' },
		{ value: 'new', label: 'Newest' },
	];
	expect(() => readChoice({ name: 'sortBy', label: 'Sort By', options }, 'x')).toThrow(
		expect.objectContaining({
			hint: 'Choose one of: Name, A to Z; Newest. A value from an earlier step may be any of them.',
		}),
	);
});
