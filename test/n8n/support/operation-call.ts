import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox/server';
import { ancestors, catalogue } from '../../../vivi/catalogue';
import type { InputField, Endpoint, Resource } from '../../../vivi/catalogue/types';
import { takesJson } from '../../../vivi/catalogue/form';
import { documentsKnowledgeBase } from '../../support/documents-knowledge-base';
import { fileItem } from './engine';

/** What a person would fill in to run an operation for a number of items. */
export interface OperationCall {
	parameters: INodeParameters;
	items: INodeExecutionData[];
	/** IDs of the records at work, one per item, where the operation works on a record. */
	ids: string[];
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/**
 * A call of an operation of the catalogue, with a record of its own for each item and every value
 * that can differ between items read from the item.
 */
export function operationCall(
	sandbox: Sandbox,
	resource: Resource,
	operation: Endpoint,
	count: number,
): OperationCall {
	const places = Object.fromEntries(
		ancestors(resource).map(({ name, idField }) => [
			idField,
			name === 'workspace' ? sandbox.defaultWorkspaceId : documentsKnowledgeBase(sandbox),
		]),
	);
	const worksOnRecord = operation.path.includes(`{${resource.idField}}`);
	const ids = !worksOnRecord
		? []
		: resource.name === 'thread' && operation.output
			? threadsWithMessages(sandbox, count)
			: Array.from({ length: count }, (_, n) =>
					String(sandbox.data.insert(resource.name, { name: `Before ${n}` }, places)['id']),
				);
	const items = Array.from({ length: count }, (_, n) => {
		const json = { n, ...(worksOnRecord && { id: ids[n]! }) };
		return operation.kind === 'upload'
			? fileItem(`Text ${n}`, { fileName: `file-${n}.txt`, mimeType: 'text/plain' }, { json })
			: { json };
	});
	const required = operation.fields.filter((field) => field.required && field.type !== 'file');
	const parameters = {
		resource: resource.name,
		operation: operation.name,
		...Object.fromEntries(Object.entries(places).map(([name, id]) => [name, byId(id)])),
		...(worksOnRecord && { [resource.idField]: byId('={{ $json.id }}') }),
		...Object.fromEntries(required.map((field) => [field.name, valueOf(field)])),
		...(operation.kind === 'list' && { returnAll: true }),
		...(takesJson(operation) && {
			additionalFields: {
				...(operation.name === 'update' && { name: '=After {{ $json.n }}' }),
				additionalProperties: '={{ { extra: $json.n } }}',
			},
		}),
	} as INodeParameters;
	return { parameters, items, ids };
}

function threadsWithMessages(sandbox: Sandbox, count: number): string[] {
	return sandbox.data
		.list('thread')
		.map(({ id }) => String(id))
		.filter((id) => sandbox.data.messages(id).length > 0)
		.slice(0, count);
}

function valueOf({ type, options, name }: InputField): string {
	if (type === 'options') return options![0]!.value;
	if (type === 'email') return '=user-{{ $json.n }}@example.com';
	if (type === 'number') return '=1';
	if (type === 'url') return '=https://www.example.com/{{ $json.n }}';
	return `=${name} {{ $json.n }}`;
}

/** Where an operation's records are kept in the sandbox. */
export function scopeOf(call: OperationCall, resource: Resource) {
	const scope: Record<string, string> = {};
	for (const { idField } of ancestors(catalogue[resource.name])) {
		scope[idField] = (call.parameters[idField] as { value: string }).value;
	}
	return scope;
}
