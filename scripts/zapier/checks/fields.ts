import { staticFields, type App, type Field, type NamedField, type NamedStep } from '../definition';
import { ofFields, ofSteps, type Check } from './check';

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

/** A check of the fields of steps. */
const ofInputs = (id: string, wrong: (field: Field, app: App) => string | false | undefined) =>
	ofFields(id, ({ kind, field }, app) => kind !== 'authentication' && wrong(field, app));

/** A check for steps of a kind that have no field that is always there. */
const ofStepsWithoutField = (id: string, wanted: NamedStep['kind'], finding: string) =>
	ofSteps(
		id,
		({ kind, step: { operation } }) =>
			kind === wanted && staticFields(operation.inputFields).length === 0 && finding,
	);

/** The step's key in a reference such as `find_agent.id`. */
const stepIn = (reference: string) => reference.split('.')[0]!;

const isUnexplained = ({ kind, field: { type, helpText = '' } }: NamedField) =>
	kind === 'authentication' && type === 'password' && !LINK.test(helpText);

export const fieldChecks: Check[] = [
	ofInputs(
		'D001',
		(field) =>
			names(field).some((name) => SECRET.test(name)) &&
			'asks for a secret, which belongs to the connection',
	),
	ofFields(
		'D002',
		(named) => isUnexplained(named) && 'the help text has no link to where the value is found',
	),
	ofInputs('D004', (field) => isId(field) && !hasDropdown(field) && 'an ID without a dropdown'),
	ofInputs(
		'D005',
		({ dynamic }, { triggers }) =>
			dynamic && !triggers?.[stepIn(dynamic)] && `there is no trigger for '${dynamic}'`,
	),
	ofStepsWithoutField('D009', 'searches', 'a search without a field to search by'),
	ofInputs(
		'D013',
		({ search }, { searches }) =>
			search && !searches?.[stepIn(search)] && `there is no search for '${search}'`,
	),
	ofInputs(
		'D014',
		(field) => field.search && !hasDropdown(field) && 'leads to a search, but has no dropdown',
	),
	ofStepsWithoutField('D022', 'creates', 'has no field that everybody has'),
];
