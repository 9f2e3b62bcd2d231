import { inputFieldsOf, stepsOf, staticFields, type App, type Field } from '../definition';
import type { Check } from './check';

const words = (text: string) =>
	text
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/[_\s-]+/g, ' ')
		.toLowerCase();

const SECRET = /\b(api ?key|access ?key|access ?token|secret|password|bearer)\b/;
const LINK = /\[[^[\]]+\]\(https:\/\/[^\s()]+\)/;

const names = ({ key, label = '' }: Field) => [words(key), words(label)];
const isId = (field: Field) => names(field).some((name) => /(^| )ids?$/.test(name));
const hasDropdown = ({ choices, dynamic }: Field) => choices !== undefined || Boolean(dynamic);

const stepFields = (app: App) => inputFieldsOf(app).filter(({ kind }) => kind !== 'authentication');
const authFields = (app: App) => inputFieldsOf(app).filter(({ kind }) => kind === 'authentication');

export const fieldChecks: Check[] = [
	{
		id: 'D001',
		find: (app) =>
			stepFields(app)
				.filter(({ field }) => names(field).some((name) => SECRET.test(name)))
				.map(({ path }) => `${path}: asks for a secret, which belongs to the connection`),
	},
	{
		id: 'D002',
		find: (app) =>
			authFields(app)
				.filter(({ field }) => field.type === 'password' && !LINK.test(field.helpText ?? ''))
				.map(({ path }) => `${path}: the help text has no link to where the value is found`),
	},
	{
		id: 'D004',
		find: (app) =>
			stepFields(app)
				.filter(({ field }) => isId(field) && !hasDropdown(field))
				.map(({ path }) => `${path}: an ID without a dropdown`),
	},
	{
		id: 'D005',
		find: (app) =>
			stepFields(app)
				.filter(({ field }) => field.dynamic && !app.triggers?.[field.dynamic.split('.')[0]!])
				.map(({ path, field }) => `${path}: there is no trigger for '${field.dynamic}'`),
	},
	{
		id: 'D009',
		find: (app) =>
			stepsOf(app)
				.filter(({ kind }) => kind === 'searches')
				.filter(({ step }) => staticFields(step.operation.inputFields).length === 0)
				.map(({ path }) => `${path}: a search without a field to search by`),
	},
	{
		id: 'D013',
		find: (app) =>
			stepFields(app)
				.filter(({ field }) => field.search && !app.searches?.[field.search.split('.')[0]!])
				.map(({ path, field }) => `${path}: there is no search for '${field.search}'`),
	},
	{
		id: 'D014',
		find: (app) =>
			stepFields(app)
				.filter(({ field }) => field.search && !hasDropdown(field))
				.map(({ path }) => `${path}: leads to a search, but has no dropdown`),
	},
	{
		id: 'D022',
		find: (app) =>
			stepsOf(app)
				.filter(({ kind }) => kind === 'creates')
				.filter(({ step }) => staticFields(step.operation.inputFields).length === 0)
				.map(({ path }) => `${path}: has no field that everybody has`),
	},
];
