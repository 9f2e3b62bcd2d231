import type { ILoadOptionsFunctions, INodeType } from 'n8n-workflow';

import { resources } from '../../../vivi/catalogue';
import { OPERATION_FIELDS, SEARCH_OPERATIONS } from '../description/api-operation';
import { optionsMethod, searchMethod, watchedMethod } from '../description/locator';

type Code = typeof import('./load-lists');
type AskedPage = [filter?: string, paginationToken?: string];

/** A method whose code is loaded when a list is opened: n8n loads this file at its start. */
function loading<Asked extends unknown[], Result>(
	work: (code: Code, context: ILoadOptionsFunctions, ...asked: Asked) => Promise<Result>,
) {
	return async function (this: ILoadOptionsFunctions, ...asked: Asked): Promise<Result> {
		const code = await import('./load-lists');
		return await code.withNodeErrors(this, async () => await work(code, this, ...asked));
	};
}

/** The lists behind the locators and dropdowns, some of each kind per resource. */
export const listMethods: NonNullable<INodeType['methods']> = {
	listSearch: Object.fromEntries([
		[
			SEARCH_OPERATIONS,
			loading((code, context, ...asked: AskedPage) => code.searchOperations(context, ...asked)),
		],
		...resources.map((resource) => [
			searchMethod(resource),
			loading((code, context, ...asked: AskedPage) => code.searchList(context, resource, ...asked)),
		]),
	]),
	resourceMapping: {
		[OPERATION_FIELDS]: loading((code, context) => code.operationFields(context)),
	},
	loadOptions: Object.fromEntries(
		resources.flatMap((resource) => [
			[optionsMethod(resource), loading((code, context) => code.loadList(context, resource))],
			[watchedMethod(resource), loading((code, context) => code.loadWatched(context, resource))],
		]),
	),
};
