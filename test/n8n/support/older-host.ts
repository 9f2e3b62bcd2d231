import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

/**
 * n8n's request helper as older hosts have it. They differ in two things: until 2.10 the helper knows no
 * exceptions from ignoring the status (n8n-core 2.10.0, request-helper-functions.js), and until 2.33
 * errors lose their cause (n8n-workflow 2.33.2, dist/cjs/errors/abstract/execution-base.error.js).
 */
export function onOlderHost(
	context: ILoadOptionsFunctions,
	{ knowsExceptions }: { knowsExceptions: boolean },
): ILoadOptionsFunctions {
	const { helpers } = context;
	const ofHost = ({ ignoreHttpStatusErrors, ...options }: IHttpRequestOptions) => ({
		...options,
		...(ignoreHttpStatusErrors !== undefined && {
			ignoreHttpStatusErrors: knowsExceptions
				? ignoreHttpStatusErrors
				: Boolean(ignoreHttpStatusErrors),
		}),
	});
	const httpRequestWithAuthentication: typeof helpers.httpRequestWithAuthentication =
		async function (this: ILoadOptionsFunctions, type, options, more) {
			try {
				return (await helpers.httpRequestWithAuthentication.call(
					context,
					type,
					ofHost(options),
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
