import { ViviInputError } from '../errors';
import { TOOL_FIELD_TYPES, type Tool, type ToolField, type ToolFieldType } from './tool';

/** A tool as it comes from a form, where an expression may have put anything. */
export interface FilledInTool {
	name: unknown;
	description: unknown;
	fields: unknown;
	answer: unknown;
	answersWith: Tool['answersWith'];
}

/** What the vendors of language models accept as the name of a tool, and of what it takes. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The tool that somebody has filled in.
 * @throws ViviInputError that names the field which cannot be used, and says why
 */
export function readTool(filledIn: FilledInTool): Tool {
	const name = text(filledIn.name);
	const description = text(filledIn.description);
	if (!NAME.test(name)) throw badName('Tool Name', name);
	if (description === '') {
		throw wrong('Tool Description', "'Tool Description' is empty.", {
			hint: 'Say in a sentence or two what the tool does and when to use it. The agent decides by this text.',
		});
	}
	const given: unknown[] = Array.isArray(filledIn.fields) ? filledIn.fields : [];
	const fields = given.map(readField);
	const twice = fields.find((field, at) => fields.findIndex((one) => one.name === field.name) < at);
	if (twice) {
		throw wrong('Fields', `Two fields of the tool are called '${twice.name}'.`, {
			hint: 'Give each field a name of its own.',
		});
	}
	return {
		...{ name, description, fields },
		answer: text(filledIn.answer),
		answersWith: filledIn.answersWith,
	};
}

function readField(given: unknown): ToolField {
	const { name, type, description, required, choices } = (given ?? {}) as Record<string, unknown>;
	const field: ToolField = {
		name: text(name),
		type: readType(type ?? 'text', text(name)),
		description: text(description),
		required: required === true || String(required) === 'true',
		choices: type === 'choice' ? lines(choices) : [],
	};
	// No object can have a field of its own of this name.
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
	throw wrong('Field Type', `The field '${name}' has an unknown type: '${String(type)}'.`, {
		hint: `Use one of: ${known}.`,
	});
}

/** Values on lines of their own; an expression may give them as a list. */
function lines(given: unknown): string[] {
	const list = Array.isArray(given) ? given.map(String) : text(given).split(/\r?\n/);
	return [...new Set(list.map((line) => line.trim()).filter((line) => line !== ''))];
}

function text(given: unknown): string {
	return String(given ?? '').trim();
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
