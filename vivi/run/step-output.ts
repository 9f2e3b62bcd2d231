import { stepSettingsOf } from '../catalogue/form';
import type { Operation, Output, OutputField, Resource } from '../catalogue/types';
import type { Choice } from './ports';
import { doneStatus } from './when-done';

/** Whether VIVI is still at work, for operations that can wait for its end. */
const STATUS: readonly OutputField[] = [
	{ name: 'pending', label: 'Pending', type: 'boolean' },
	{ name: 'statusText', label: 'Status Text', type: 'string' },
];

/** The fields of what an operation gives to the later steps of a workflow, and a sample of it. */
export function stepOutput({ group, operation }: Choice): Output {
	const output = ownOutput(group as Partial<Resource>, operation);
	if (stepSettingsOf(operation).length === 0) return output;
	return {
		...output,
		fields: [...output.fields, ...STATUS],
		sample: { ...output.sample, ...doneStatus({ resource: group }) },
	};
}

/** Where VIVI may answer with nothing it is a sign of success, and the ID of the record. */
function ownOutput(
	{ output: fields = [], sample = {} }: Partial<Resource>,
	{ kind, output }: Operation,
): Output {
	if (output) return output;
	if (kind !== 'delete' && kind !== 'action') return { fields, sample };
	const [name, label] = kind === 'delete' ? ['deleted', 'Deleted'] : ['success', 'Success'];
	const id = sample['id'];
	return {
		fields: [...fields.filter((field) => field.name === 'id'), { name, label, type: 'boolean' }],
		sample: { ...(id !== undefined && { id }), [name]: true },
	};
}
