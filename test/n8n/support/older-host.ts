import type { ILoadOptionsFunctions } from 'n8n-workflow';

/**
 * n8n's request helper as it is until 2.33: errors lose their cause (n8n-workflow 2.33.2,
 * dist/cjs/errors/abstract/execution-base.error.js).
 */
export function onOlderHost(context: ILoadOptionsFunctions): ILoadOptionsFunctions {
	const { helpers } = context;
	const httpRequestWithAuthentication: typeof helpers.httpRequestWithAuthentication =
		async function (this: ILoadOptionsFunctions, type, options, more) {
			try {
				return (await helpers.httpRequestWithAuthentication.call(
					context,
					type,
					options,
					more,
				)) as unknown;
			} catch (error) {
				throw Object.assign(error as Error, { cause: undefined });
			}
		};
	return Object.create(context, {
		helpers: { value: { ...helpers, httpRequestWithAuthentication } },
	}) as ILoadOptionsFunctions;
}
