import { ViviInputError } from '../errors';
import { TOOL_FIELD_TYPES, type Tool, type ToolField, type ToolFieldType } from './tool';

/** A tool as a form gives it; an expression may have put anything into it. */
export interface FilledInTool {
	name: unknown;
	description: unknown;
	fields: unknown;
	answer: unknown;
	answersWith: Tool['answersWith'];
}

/** The names that vendors of language models accept for a tool and its fields. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the tool that somebody has filled in.
 * @throws ViviInputError that names the unusable field, and says why
 */
export function readTool(filledIn: FilledInTool): Tool {
	const name = text('Tool Name', filledIn.name);
	const description = text('Tool Description', filledIn.description);
	if (!NAME.test(name)) throw badName('Tool Name', name);
	if (description === '') {
		throw wrong('Tool Description', "'Tool Description' is empty.", {
			hint: 'Say in a sentence or two what the tool does and when to use it. The agent decides by this text.',
		});
	}
	const fields = listOfFields(filledIn.fields).map(readField);
	const twice = fields.find((field, at) => fields.findIndex((one) => one.name === field.name) < at);
	if (twice) {
		throw wrong('Fields', `Two fields of the tool are called '${twice.name}'.`, {
			hint: 'Give each field a name of its own.',
		});
	}
	return {
		...{ name, description, fields },
		answer: text('Answer Description', filledIn.answer),
		answersWith: filledIn.answersWith,
	};
}

function listOfFields(given: unknown): unknown[] {
	if (given === undefined || given === null || given === '') return [];
	if (Array.isArray(given)) return given;
	throw wrong('Fields', "'Fields' is no list of fields.", {
		hint: 'Add the fields one by one, or give a list such as [{ "name": "orderNumber", "type": "text", "required": true }].',
	});
}

function readField(given: unknown): ToolField {
	const { type, required, choices, ...texts } = (given ?? {}) as Record<string, unknown>;
	const name = text('Field Name', texts['name']);
	const field: ToolField = {
		name,
		type: readType(type ?? 'text', name),
		description: text('Help for the Agent', texts['description']),
		required: readRequired(required ?? false, name),
		choices: type === 'choice' ? lines(choices) : [],
	};
	// No object can have an own field of this name.
	if (!NAME.test(field.name) || field.name === '__proto__') throw badName('Field Name', field.name);
	if (field.type === 'choice' && field.choices.length === 0) {
		throw wrong('Possible Values', `The field '${field.name}' has no possible values.`, {
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
	throw wrong('Field Type', `The field '${name}' has an unknown type: '${shown}'.`, {
		hint: `Use one of: ${known}.`,
	});
}

/** An expression may give a boolean as a text. */
function readRequired(given: unknown, name: string): boolean {
	const plain = typeof given === 'string' ? given.trim().toLowerCase() : given;
	if (plain === true || plain === 'true') return true;
	if (plain === false || plain === 'false') return false;
	throw wrong('Required', `Whether the field '${name}' is required cannot be told.`, {
		hint: 'Switch it on or off, or give true or false.',
	});
}

/** One value per line; an expression may give them as a list. */
function lines(given: unknown): string[] {
	const list = (Array.isArray(given) ? given : [given]).flatMap((one) =>
		text('Possible Values', one).split(/\r?\n/),
	);
	return [...new Set(list.map((line) => line.trim()).filter((line) => line !== ''))];
}

/** An expression may give a number; an agent would read any other value as [object Object]. */
function text(label: string, given: unknown): string {
	if (given === undefined || given === null) return '';
	if (typeof given !== 'object' && typeof given !== 'function') return String(given).trim();
	throw wrong(label, `'${label}' is no text.`, {
		hint: 'Enter a text.',
	});
}

function badName(label: string, name: string): ViviInputError {
	return wrong(
		label,
		name === '' ? `'${label}' is empty.` : `'${label}' cannot be '${name.slice(0, 80)}'.`,
		{ hint: 'Use 1 to 64 letters (a to z), digits, _ and -, such as look_up_order.' },
	);
}

function wrong(field: string, message: string, { hint }: { hint: string }): ViviInputError {
	return new ViviInputError({ code: 'invalid_tool', field, message, hint });
}
