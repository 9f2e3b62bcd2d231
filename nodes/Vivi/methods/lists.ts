import type { ILoadOptionsFunctions, INodeType } from 'n8n-workflow';

import { resources } from '../../../vivi/catalogue';
import { OPERATION_FIELDS, SEARCH_OPERATIONS } from '../description/api-operation';
import { optionsMethod, searchMethod } from '../description/locator';

/** Loaded only when a list is opened: n8n loads this file at its start. */
const loading = async () => await import('./load-list');
const loadingOperations = async () => await import('./load-api-operations');

/** The lists behind the locators and dropdowns, one of each kind per resource. */
export const listMethods: NonNullable<INodeType['methods']> = {
	listSearch: Object.fromEntries([
		[
			SEARCH_OPERATIONS,
			async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const { searchOperations } = await loadingOperations();
				return await searchOperations(this, filter, paginationToken);
			},
		],
		...resources.map((resource) => [
			searchMethod(resource),
			async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const { searchList } = await loading();
				return await searchList(this, resource, filter, paginationToken);
			},
		]),
	]),
	resourceMapping: {
		async [OPERATION_FIELDS](this: ILoadOptionsFunctions) {
			const { operationFields } = await loadingOperations();
			return await operationFields(this);
		},
	},
	loadOptions: Object.fromEntries(
		resources.map((resource) => [
			optionsMethod(resource),
			async function (this: ILoadOptionsFunctions) {
				const { loadList } = await loading();
				return await loadList(this, resource);
			},
		]),
	),
};
