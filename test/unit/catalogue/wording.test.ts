import { groups, offeredOf, operationsOf } from '../../../vivi/catalogue';
import type { Group } from '../../../vivi/catalogue/types';

const all = Object.values<Group>(groups).flatMap((group) =>
	[...new Set([...operationsOf(group), ...offeredOf(group)])].map(
		(operation) => [`${group.name}.${operation.name}`, operation] as const,
	),
);

// n8n's lint prescribes the description of an upsert.
const ownWords = all.filter(([, { kind }]) => kind !== 'upsert');

it.each(ownWords)(
	'%s: both forms of its description say the same',
	(_name, { description, does }) => {
		const withoutEnding = (word: string) => word.replace(/s$/, '');
		const [told, said] = [description, does].map((text) => text.split(' '));
		expect(said![0]).not.toBe(told![0]);
		expect(said!.map(withoutEnding)).toEqual(told!.map(withoutEnding));
	},
);

it.each(Object.entries(groups))('%s has its operations under their names', (name, group) => {
	expect(group.name).toBe(name);
	expect(
		Object.entries<{ name: string }>(group.operations).map(([key, one]) => [key, one.name]),
	).toEqual(Object.keys(group.operations).map((key) => [key, key]));
});
