import type { InputField } from '../catalogue/types';
import { ViviInputError } from '../errors';
import { toolFieldForm, toolForm } from './form';
import { TOOL_FIELD_TYPES, type Tool, type ToolField, type ToolFieldType } from './tool';

/** A tool as a form gives it; an expression may have put anything into it. */
interface FilledInTool {
	name: unknown;
	description: unknown;
	fields: unknown;
	answer: unknown;
	answersWith: Tool['answersWith'];
}

type Labelled = Pick<InputField, 'label'>;

/** The list of fields. */
const FIELDS: Labelled = { label: 'Fields' };

/** The names that vendors of language models accept for a tool and its fields. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the tool that somebody has filled in.
 * @throws ViviInputError that names the unusable field, and says why
 */
export function readTool(filledIn: FilledInTool): Tool {
	const name = text(toolForm.name, filledIn.name);
	const description = text(toolForm.description, filledIn.description);
	if (!NAME.test(name)) throw badName(toolForm.name, name);
	if (description === '') {
		throw wrong(toolForm.description, "'Tool Description' is empty.", {
			hint: 'Say in a sentence or two what the tool does and when to use it. The agent decides by this text.',
		});
	}
	const fields = listOfFields(filledIn.fields).map(readField);
	const twice = fields.find((field, at) => fields.findIndex((one) => one.name === field.name) < at);
	if (twice) {
		throw wrong(FIELDS, `Two fields of the tool are called '${twice.name}'.`, {
			hint: 'Give each field a name of its own.',
		});
	}
	return {
		...{ name, description, fields },
		answer: text(toolForm.answer, filledIn.answer),
		answersWith: filledIn.answersWith,
	};
}

function listOfFields(given: unknown): unknown[] {
	if (given === undefined || given === null || given === '') return [];
	if (Array.isArray(given)) return given;
	throw wrong(FIELDS, "'Fields' is no list of fields.", {
		hint: 'Add the fields one by one, or give a list such as [{ "name": "orderNumber", "type": "text", "required": true }].',
	});
}

function readField(given: unknown): ToolField {
	const { type, required, choices, ...texts } = (given ?? {}) as Record<string, unknown>;
	const name = text(toolFieldForm.name, texts['name']);
	const field: ToolField = {
		name,
		type: readType(type ?? 'text', name),
		description: text(toolFieldForm.description, texts['description']),
		required: readRequired(required ?? false, name),
		choices: type === 'choice' ? lines(choices) : [],
	};
	// No object can have an own field of this name.
	if (!NAME.test(field.name) || field.name === '__proto__')
		throw badName(toolFieldForm.name, field.name);
	if (field.type === 'choice' && field.choices.length === 0) {
		throw wrong(toolFieldForm.choices, `The field '${field.name}' has no possible values.`, {
			hint: "Enter the values that the agent can choose from, each on a line of its own, or choose another type than 'One Of'.",
		});
	}
	return field;
}

function readType(type: unknown, name: string): ToolFieldType {
	if (typeof type === 'string' && Object.hasOwn(TOOL_FIELD_TYPES, type)) {
		return type as ToolFieldType;
	}
	const known = Object.keys(TOOL_FIELD_TYPES).join(', ');
	const shown = typeof type === 'string' ? type : JSON.stringify(type);
	throw wrong(toolFieldForm.type, `The field '${name}' has an unknown type: '${shown}'.`, {
		hint: `Use one of: ${known}.`,
	});
}

/** An expression may give a boolean as a text. */
function readRequired(given: unknown, name: string): boolean {
	const plain = typeof given === 'string' ? given.trim().toLowerCase() : given;
	if (plain === true || plain === 'true') return true;
	if (plain === false || plain === 'false') return false;
	throw wrong(toolFieldForm.required, `Whether the field '${name}' is required cannot be told.`, {
		hint: 'Switch it on or off, or give true or false.',
	});
}

/** One value per line; an expression may give them as a list. */
function lines(given: unknown): string[] {
	const list = (Array.isArray(given) ? given : [given]).flatMap((one) =>
		text(toolFieldForm.choices, one).split(/\r?\n/),
	);
	return [...new Set(list.map((line) => line.trim()).filter((line) => line !== ''))];
}

/** An expression may give a number; an agent would read any other value as [object Object]. */
function text(field: Labelled, given: unknown): string {
	if (given === undefined || given === null) return '';
	if (typeof given !== 'object' && typeof given !== 'function') return String(given).trim();
	throw wrong(field, `'${field.label}' is no text.`, {
		hint: 'Enter a text.',
	});
}

function badName(field: Labelled, name: string): ViviInputError {
	const { label } = field;
	return wrong(
		field,
		name === '' ? `'${label}' is empty.` : `'${label}' cannot be '${name.slice(0, 80)}'.`,
		{ hint: 'Use 1 to 64 letters (a to z), digits, _ and -, such as look_up_order.' },
	);
}

function wrong({ label: field }: Labelled, message: string, { hint }: { hint: string }) {
	return new ViviInputError({ code: 'invalid_tool', field, message, hint });
}
