import { stepsOf, type App } from '../definition';
import type { Check } from './check';

/** Every text of the definition with the way to it. */
function* texts(value: unknown, path = ''): Generator<{ path: string; text: string }> {
	if (typeof value === 'string') yield { path, text: value };
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		yield* texts(inner, path === '' ? key : `${path}.${key}`);
	}
}

const hooks = (app: App) => stepsOf(app).filter(({ step }) => step.operation.type === 'hook');
const staticHooks = (app: App) =>
	hooks(app).filter(
		({ step: { operation } }) => !operation.performSubscribe || !operation.performUnsubscribe,
	);

const CHECKS: readonly Check[] = [
	{
		id: 'D003',
		find: ({ authentication }) => {
			if (!authentication) return [];
			const label = authentication.connectionLabel;
			if (typeof label === 'function') return [];
			return typeof label === 'string' && /\{\{.+?\}\}/.test(label)
				? []
				: ['authentication: the connection label says nothing of the connection'];
		},
	},
	{
		id: 'D006',
		find: (app) =>
			hooks(app)
				.filter(({ step }) => !step.operation.performList)
				.map(({ path }) => `${path}: a hook without performList`),
	},
	{
		id: 'D007',
		find: (app) =>
			[...texts(app)]
				.filter(({ text }) => /\bhttp:\/\//i.test(text))
				.map(({ path }) => `${path}: an address without https`),
	},
	{
		id: 'D015',
		find: (app) =>
			Object.entries({ ...app.searchOrCreates, ...app.searchAndCreates }).flatMap(
				([name, { search, create }]) => [
					...(app.searches?.[search]
						? []
						: [`searchOrCreates.${name}: there is no search '${search}'`]),
					...(app.creates?.[create]
						? []
						: [`searchOrCreates.${name}: there is no create '${create}'`]),
				],
			),
	},
	{
		id: 'D016',
		find: (app) =>
			stepsOf(app).length === 1 && staticHooks(app).length === 1
				? ['the app has nothing but a static webhook']
				: [],
	},
	{
		id: 'D017',
		find: (app) => staticHooks(app).map(({ path }) => `${path}: a hook that nobody subscribes`),
	},
	{
		id: 'D025',
		find: (app) =>
			[...texts(app)]
				.filter(({ text }) => /\b(javascript|vbscript|data):\S/i.test(text))
				.map(({ path }) => `${path}: a dangerous address`),
	},
	{
		id: 'D028',
		find: (app) => [
			...(app.flags?.cleanInputData === false ? [] : ['flags.cleanInputData is not false']),
			...stepsOf(app)
				.filter(({ step }) => step.operation.cleanInputData === true)
				.map(({ path }) => `${path}: cleanInputData is true`),
		],
	},
];

/**
 * The checks of the app as a whole.
 * @param platformVersion the newest version of Zapier's platform that this project knows; only Zapier
 *   knows whether there is a newer one
 */
export const appChecks = (platformVersion: string): Check[] => [
	...CHECKS,
	{
		id: 'D027',
		find: (app) =>
			app.platformVersion === platformVersion
				? []
				: [`the app is made for the platform ${app.platformVersion}, not ${platformVersion}`],
	},
];
