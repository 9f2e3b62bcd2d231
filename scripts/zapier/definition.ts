/** The part of a Zapier app that the checks read; zapier-platform-schema describes all of it. */
export interface App {
	version: string;
	platformVersion: string;
	flags?: { cleanInputData?: boolean };
	authentication?: {
		type: string;
		fields?: Field[];
		connectionLabel?: unknown;
		test?: unknown;
		sessionConfig?: { perform?: unknown };
	};
	triggers?: Record<string, StepDefinition>;
	searches?: Record<string, StepDefinition>;
	creates?: Record<string, StepDefinition>;
	searchOrCreates?: Record<string, SearchOrCreate>;
	searchAndCreates?: Record<string, SearchOrCreate>;
}

export interface SearchOrCreate {
	key: string;
	search: string;
	create: string;
	display: { label: string; description: string };
}

/** A trigger, search or create. */
export interface StepDefinition {
	key: string;
	noun: string;
	display: { label: string; description: string; hidden?: boolean };
	operation: {
		type?: string;
		perform?: unknown;
		performList?: unknown;
		performSubscribe?: unknown;
		performUnsubscribe?: unknown;
		cleanInputData?: boolean;
		/** A function among them asks VIVI for the fields. */
		inputFields?: Array<Field | ((...args: never[]) => unknown)>;
		outputFields?: Array<Field | ((...args: never[]) => unknown)>;
		sample?: Record<string, unknown>;
	};
}

export interface Field {
	key: string;
	label?: string;
	type?: string;
	helpText?: string;
	required?: boolean;
	primary?: boolean;
	list?: boolean;
	/** People enter both the names and the values. */
	dict?: boolean;
	default?: string;
	computed?: boolean;
	inputFormat?: string;
	dynamic?: string;
	search?: string;
	choices?: unknown;
	children?: Field[];
}

export const KINDS = ['triggers', 'searches', 'creates'] as const;
export type Kind = (typeof KINDS)[number];

export interface NamedStep {
	kind: Kind;
	/** Such as `triggers.new_agent`. */
	path: string;
	step: StepDefinition;
}

export function stepsOf(app: App): NamedStep[] {
	return KINDS.flatMap((kind) =>
		Object.entries(app[kind] ?? {}).map(([key, step]) => ({ kind, path: `${kind}.${key}`, step })),
	);
}

/** The fields that every user sees, also those inside a group of fields. */
export function staticFields(fields: StepDefinition['operation']['inputFields'] = []): Field[] {
	return fields.flatMap((field) =>
		typeof field === 'function' ? [] : [field, ...staticFields(field.children)],
	);
}

export interface NamedField {
	/** Such as `creates.update_agent, field agent_id`. */
	path: string;
	kind: Kind | 'authentication';
	field: Field;
}

/** All fields that people fill in, in the connection and in steps. */
export function inputFieldsOf(app: App): NamedField[] {
	const named = (kind: NamedField['kind'], path: string, fields: Field[]) =>
		fields.map((field) => ({ kind, path: `${path}, field ${field.key}`, field }));
	return [
		...named('authentication', 'authentication', staticFields(app.authentication?.fields)),
		...stepsOf(app).flatMap(({ kind, path, step }) =>
			named(kind, path, staticFields(step.operation.inputFields)),
		),
	];
}
