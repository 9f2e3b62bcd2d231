import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { App, Field, StepDefinition } from '../zapier/definition';

/** The part of a Zapier app's definition on which Zaps can depend. */
export interface ZapierInterface {
	version: string;
	authentication: { type: string; fields: Record<string, ZapierInput> };
	triggers: Record<string, ZapierStep>;
	searches: Record<string, ZapierStep>;
	creates: Record<string, ZapierStep>;
	searchOrCreates: string[];
}

export interface ZapierInput {
	type: string;
	required: boolean;
}

export interface ZapierStep {
	/** Of a trigger: `polling` or `hook`. */
	type: string;
	/** Hidden steps fill pick lists; no Zap has one of them as a step of its own. */
	hidden: boolean;
	/** By key; fields within a field are `parent.child`. */
	inputs: Record<string, ZapierInput>;
	/** Keys of the fields and of the sample, `parent__child` for nested ones, as Zapier names them. */
	outputs: string[];
	/** The fields by which Zapier tells items apart. */
	primary: string[];
}

/**
 * The interface of an app: keys, required inputs, outputs. It leaves out the fields that the app makes while
 * somebody edits a Zap (functions among the fields), because only a live account knows them.
 */
export function interfaceOf(app: App): ZapierInterface {
	return {
		version: app.version,
		authentication: {
			type: app.authentication?.type ?? '',
			// Unlike other fields, those of a connection are required by default.
			fields: inputsOf(app.authentication?.fields, { required: true }),
		},
		triggers: stepsOf(app.triggers),
		searches: stepsOf(app.searches),
		creates: stepsOf(app.creates),
		searchOrCreates: Object.keys(app.searchOrCreates ?? {}).sort(),
	};
}

function stepsOf(steps: Record<string, StepDefinition> = {}): Record<string, ZapierStep> {
	return sorted(
		Object.entries(steps).map(([key, { display, operation }]) => [
			key,
			{
				type: operation.type ?? '',
				hidden: display.hidden === true,
				inputs: inputsOf(operation.inputFields, { required: false }),
				outputs: outputsOf(operation.outputFields, operation.sample),
				primary: fieldsOf(operation.outputFields)
					.filter(({ primary }) => primary)
					.map(({ key: name }) => name)
					.sort(),
			},
		]),
	);
}

function inputsOf(fields: Fields, unlessSaid: { required: boolean }): Record<string, ZapierInput> {
	return sorted(
		fieldsOf(fields).flatMap((field) => [
			...asInput('', field, unlessSaid),
			...(field.children ?? []).flatMap((child) => asInput(`${field.key}.`, child, unlessSaid)),
		]),
	);
}

function asInput(
	prefix: string,
	{ key, type = 'string', required }: Field,
	unlessSaid: { required: boolean },
): Array<[string, ZapierInput]> {
	return [[`${prefix}${key}`, { type, required: required ?? unlessSaid.required }]];
}

function outputsOf(fields: Fields, sample: unknown): string[] {
	const keys = [...fieldsOf(fields).map(({ key }) => key), ...keysOf(sample)];
	return [...new Set(keys)].sort();
}

function keysOf(value: unknown, prefix = ''): string[] {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const name = `${prefix}${key}`;
		return [name, ...keysOf(inner, `${name}__`)];
	});
}

type Fields = StepDefinition['operation']['inputFields'];

function fieldsOf(fields: Fields = []): Field[] {
	return fields.filter((field) => typeof field !== 'function');
}

/** Sorted by key, so that the recorded file changes only when the interface changes. */
function sorted<T>(entries: Array<[string, T]>): Record<string, T> {
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** This file holds the interface of the last promoted version. */
export const LAST_RELEASE_FILE = join(__dirname, '../../zapier/last-release.json');

/** The interface of the last promoted version; undefined before the first one. */
export function lastRelease(): ZapierInterface | undefined {
	if (!existsSync(LAST_RELEASE_FILE)) return undefined;
	return JSON.parse(readFileSync(LAST_RELEASE_FILE, 'utf8')) as ZapierInterface;
}
