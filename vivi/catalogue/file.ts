import { id, name, status, timestamps } from './fields';
import { filterBy } from './filters';
import { byName, create, get, list, remove } from './operations';
import { WORKSPACE_PATH } from './paths';
import { waiting } from './settings';
import type { Endpoint, InputField, Resource } from './types';

const FILES = `${WORKSPACE_PATH}/knowledge-bases/{knowledgeBaseId}/files`;

const subject = {
	noun: 'file',
	nouns: 'files',
	path: FILES,
	itemPath: `${FILES}/{fileId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'agentManager', 'contentManager'],
	write: ['accountAdmin', 'workspaceAdmin', 'contentManager'],
} as const;

/** The record says where the file's content is; this address is used when it does not. */
const download: Endpoint<'download'> = {
	...get(subject),
	name: 'download',
	label: 'Download',
	action: 'Download a file of a knowledge base',
	description: 'Download a document of a knowledge base as a file',
	does: 'Downloads a document of a knowledge base as a file',
	kind: 'download',
	path: `${subject.itemPath}/content`,
};

const content: InputField = {
	name: 'file',
	label: 'File',
	type: 'file',
	required: true,
	help: 'The document to add to the knowledge base',
};

export const file = {
	name: 'file',
	label: 'File',
	plural: 'Files',
	description: 'A document inside a knowledge base',
	idField: 'fileId',
	titleFields: ['name'],
	parent: 'knowledgeBase',
	segment: 'files',
	output: [
		id,
		name,
		{ name: 'mimeType', label: 'MIME Type', type: 'string', simple: true },
		{ name: 'size', label: 'Size in Bytes', type: 'number', simple: true },
		status,
		...timestamps,
	],
	sample: {
		id: 'fil_2b7c93d1',
		name: 'manual.pdf',
		mimeType: 'application/pdf',
		size: 482113,
		status: 'ready',
		createdAt: '2026-03-05T07:45:00.000Z',
		updatedAt: '2026-03-05T07:46:10.000Z',
	},
	operations: byName(
		remove(subject, 'Agents no longer find anything in it.'),
		download,
		{ ...get(subject), settings: waiting },
		list(subject, { filters: [filterBy(status, 'ready')] }),
		{
			...create(subject, [content]),
			name: 'upload',
			label: 'Upload',
			action: 'Upload a file to a knowledge base',
			description: 'Add a document to a knowledge base',
			does: 'Adds a document to a knowledge base',
			kind: 'upload',
			settings: waiting,
		},
	),
} satisfies Resource;
