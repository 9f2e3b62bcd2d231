import type { ZapierInput, ZapierInterface, ZapierStep } from './zapier-interface';

const KINDS = { triggers: 'trigger', searches: 'search', creates: 'action' } as const;

/**
 * The changes from one version to the next that break Zaps, a sentence for each. For these changes Zapier asks
 * for a new major version when a version is promoted (docs.zapier.com, platform news of 2026-05-12). Lost
 * outputs count too, because later steps of a Zap use them.
 */
export function breakingChanges(before: ZapierInterface, after: ZapierInterface): string[] {
	return [
		...authenticationChanges(before.authentication, after.authentication),
		...(['triggers', 'searches', 'creates'] as const).flatMap((kind) =>
			Object.entries(before[kind])
				.filter(([, step]) => !step.hidden)
				.flatMap(([key, step]) => stepChanges(`${KINDS[kind]} ${key}`, step, after[kind][key])),
		),
		...before.searchOrCreates
			.filter((key) => !after.searchOrCreates.includes(key))
			.map((key) => `The search-or-create ${key} was removed.`),
	];
}

/** True when the major version is higher, which tells people that they may have to change their Zaps. */
export function announcesBreaking(before: string, after: string): boolean {
	return Number(after.split('.')[0]) > Number(before.split('.')[0]);
}

function authenticationChanges(
	before: ZapierInterface['authentication'],
	after: ZapierInterface['authentication'],
): string[] {
	const changes =
		before.type === after.type
			? []
			: [`The connection's type was '${before.type}' and is now '${after.type}'.`];
	return [...changes, ...inputChanges('connection', before.fields, after.fields)];
}

function stepChanges(name: string, before: ZapierStep, after: ZapierStep | undefined): string[] {
	if (!after) return [`The ${name} was removed.`];
	const changes: string[] = [];
	if (after.hidden) changes.push(`The ${name} is hidden now.`);
	if (before.type !== after.type) {
		changes.push(`The ${name} was of the type '${before.type}' and is now '${after.type}'.`);
	}
	if (before.primary.join() !== after.primary.join()) {
		changes.push(
			`The ${name} told items apart by ${listed(before.primary)} and does by ${listed(after.primary)} now.`,
		);
	}
	return [
		...changes,
		...inputChanges(name, before.inputs, after.inputs),
		...before.outputs
			.filter((key) => !after.outputs.includes(key))
			.map((key) => `The ${name} lost the output '${key}'.`),
	];
}

function inputChanges(
	name: string,
	before: Record<string, ZapierInput>,
	after: Record<string, ZapierInput>,
): string[] {
	const lostOrChanged = Object.entries(before).flatMap(([key, was]) => {
		const is = after[key];
		if (!is) return [`The ${name} lost the input '${key}'.`];
		return was.type === is.type
			? []
			: [`The ${name}'s input '${key}' was '${was.type}' and is now '${is.type}'.`];
	});
	const required = Object.entries(after)
		.filter(([key, is]) => is.required && !before[key]?.required)
		.map(([key]) =>
			before[key]
				? `The ${name}'s input '${key}' is required now.`
				: `The ${name} has a new required input '${key}'.`,
		);
	return [...lostOrChanged, ...required];
}

function listed(keys: readonly string[]): string {
	return keys.length === 0 ? "'id'" : keys.map((key) => `'${key}'`).join(' and ');
}
