import { stepsOf, type NamedStep } from '../definition';
import { ofSteps, type Check } from './check';

/** Every text of the definition with the way to it. */
function* texts(value: unknown, path = ''): Generator<{ path: string; text: string }> {
	if (typeof value === 'string') yield { path, text: value };
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		yield* texts(inner, path === '' ? key : `${path}.${key}`);
	}
}

const isHook = ({ step }: NamedStep) => step.operation.type === 'hook';
const isStaticHook = (named: NamedStep) => {
	const { performSubscribe, performUnsubscribe } = named.step.operation;
	return isHook(named) && !(performSubscribe && performUnsubscribe);
};

/** A check of each text of the definition. */
const ofTexts = (id: string, wrong: RegExp, message: string): Check => ({
	id,
	find: (app) =>
		[...texts(app)].filter(({ text }) => wrong.test(text)).map(({ path }) => `${path}: ${message}`),
});

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
	ofSteps(
		'D006',
		(named) => isHook(named) && !named.step.operation.performList && 'a hook without performList',
	),
	ofTexts('D007', /\bhttp:\/\//i, 'an address without https'),
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
			stepsOf(app).length === 1 && stepsOf(app).every(isStaticHook)
				? ['the app has nothing but a static webhook']
				: [],
	},
	ofSteps('D017', (named) => isStaticHook(named) && 'a hook that nobody subscribes'),
	ofTexts('D025', /\b(javascript|vbscript|data):\S/i, 'a dangerous address'),
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
