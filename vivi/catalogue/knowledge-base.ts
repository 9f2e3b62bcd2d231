import {
	description,
	descriptionInput,
	id,
	name,
	nameInput,
	status,
	timestamps,
	type,
} from './fields';
import { filterBy } from './filters';
import { act, byName, create, get, list, remove, update } from './operations';
import { WORKSPACE_PATH } from './paths';
import { waiting } from './settings';
import type { InputField, Resource } from './types';

const subject = {
	noun: 'knowledge base',
	nouns: 'knowledge bases',
	path: `${WORKSPACE_PATH}/knowledge-bases`,
	itemPath: `${WORKSPACE_PATH}/knowledge-bases/{knowledgeBaseId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'agentManager', 'contentManager'],
	write: ['accountAdmin', 'workspaceAdmin', 'contentManager'],
} as const;

const common: readonly InputField[] = [
	nameInput('knowledge base', 'e.g. Product manuals'),
	descriptionInput('knowledge base'),
	{
		name: 'category',
		label: 'Category',
		type: 'string',
		help: 'The category the knowledge base is filed under',
	},
];

/** VIVI's docs name these types; the values that are sent for them are assumed. */
const typeInput: InputField = {
	name: 'type',
	label: 'Type',
	type: 'options',
	required: true,
	help: 'Where the knowledge comes from',
	options: [
		{ value: 'documents', label: 'Documents', help: 'Files that are uploaded' },
		{
			value: 'indexedWebsite',
			label: 'Indexed Website',
			help: 'Pages that are crawled and stored; reindex after changes',
		},
		{ value: 'livePro', label: 'LivePro', help: 'Articles of a LivePro knowledge base' },
		{
			value: 'realtimeWebsite',
			label: 'Realtime Website',
			help: 'Pages that are read at each question',
		},
		{ value: 'sharePoint', label: 'SharePoint Sites', help: 'Documents of SharePoint sites' },
	],
};

const websiteUrl: InputField = {
	name: 'websiteUrl',
	label: 'Website URL',
	type: 'url',
	help: 'The website or sitemap to read; for the website types only',
	placeholder: 'e.g. https://www.example.com/help',
};

/** A website needs an address. */
const requiredWebsiteUrl: InputField = {
	...websiteUrl,
	required: true,
	help: 'The website or sitemap to read',
	onlyWhen: { field: typeInput.name, values: ['indexedWebsite', 'realtimeWebsite'] },
};

const reindexInputs: readonly InputField[] = [
	{
		name: 'scope',
		label: 'Scope',
		type: 'options',
		required: true,
		help: 'How much of the website is read again',
		options: [
			{ value: 'folder', label: 'Folder', help: 'All pages below one address' },
			{ value: 'page', label: 'Page', help: 'A single page' },
			{ value: 'site', label: 'Whole Site', help: 'Every page' },
		],
	},
	{
		name: 'url',
		label: 'URL',
		type: 'url',
		required: true,
		help: 'The page or folder to read again',
		placeholder: 'e.g. https://www.example.com/help/returns',
		onlyWhen: { field: 'scope', values: ['folder', 'page'] },
	},
];

export const knowledgeBase = {
	name: 'knowledgeBase',
	label: 'Knowledge Base',
	plural: 'Knowledge Bases',
	description: 'A collection of documents or web pages that agents look things up in',
	idField: 'knowledgeBaseId',
	titleFields: ['name'],
	upsertBy: 'name',
	parent: 'workspace',
	segment: 'knowledge-bases',
	output: [
		id,
		name,
		description,
		type,
		{ name: 'category', label: 'Category', type: 'string', simple: true },
		{ name: 'websiteUrl', label: 'Website URL', type: 'string', simple: true },
		status,
		{ name: 'fileCount', label: 'File Count', type: 'number', simple: true },
		...timestamps,
	],
	sample: {
		id: 'kb_90c3e7aa',
		name: 'Product manuals',
		description: 'Manuals of all current products',
		type: 'documents',
		category: 'Support',
		websiteUrl: null,
		status: 'ready',
		fileCount: 12,
		createdAt: '2026-01-25T15:20:00.000Z',
		updatedAt: '2026-03-05T07:45:00.000Z',
	},
	operations: byName(
		create(subject, [typeInput, requiredWebsiteUrl, ...common]),
		remove(
			subject,
			'Its data sources and files are lost, and agents no longer find anything in them.',
		),
		{ ...get(subject), settings: waiting },
		list(subject, {
			filters: [filterBy(status, 'ready'), filterBy(type, typeInput.options!)],
		}),
		{
			...act(
				subject,
				{
					name: 'reindex',
					label: 'Reindex',
					action: 'Reindex a knowledge base',
					description:
						'Read a page, a folder or a whole indexed website again after it has changed',
					does: 'Reads a page, a folder or a whole indexed website again after it has changed',
				},
				'reindex',
				reindexInputs,
			),
			settings: waiting,
		},
		update(subject, [...common, websiteUrl]),
	),
} satisfies Resource;
