import type { MappedAddress } from './address-map';
import type { Entry } from './address-map-entry';
import { checkNames, checkOnce, mistake } from './address-map-mistakes';

/** The real names in the answer of an operation. */
export function readAnswer(entry: Entry): Pick<MappedAddress, 'under' | 'answerFields'> {
	const { key, resource, operation } = entry;
	const answer = entry.given['answer'] ?? {};
	checkNames(key, answer, ['under', 'fields'], 'its answer has');
	const { under, fields = {} } = answer;
	const known = (operation.output?.fields ?? resource.output).map(({ name }) => name);
	checkNames(key, fields, known, 'the fields of its answer name');
	for (const [what, name] of [['under', under ?? 'x'] as const, ...Object.entries(fields)]) {
		if (typeof name !== 'string' || name.trim() === '') {
			throw mistake(
				key,
				`its answer gives no name for '${what}'`,
				'Write the name as VIVI has it.',
			);
		}
	}
	const answerFields = new Map(Object.entries(fields as Record<string, string>));
	checkOnce(key, [...answerFields.values()], 'the fields of its answer use');
	return { ...(under !== undefined && { under: under as string }), answerFields };
}
