import { cutDeep } from '../http/deep-json';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import { DECIMAL } from '../input/number';
import { parseIso } from '../text/iso-time';
import type { Tool, ToolField } from './tool';

/** The agent's values, read by the tool's fields. */
interface ToolCall {
	/** The tool's fields with their types; fields that were not sent are absent. */
	input: JsonObject;
	/** Other values that were sent; an agent's platform may add its own. */
	other: JsonObject;
}

/** The answer to a call that cannot be carried out, in words that help an agent. */
export interface Refusal {
	status: 400 | 401;
	body: { error: string; message: string; fields?: Array<{ field: string; problem: string }> };
}

/**
 * Reads the JSON in the body of a call, with any media type. It reads the text itself, because a
 * server's parser may have rounded numbers, such as an order number of 17 digits.
 * @returns the text itself when it is not JSON; {@link readCall} refuses it
 */
export function readBody(text: string): JsonValue {
	return text.trim() === '' ? {} : (parseJson(text) ?? text);
}

/**
 * Reads the body of a call. Models write numbers, choices and dates in slightly different ways. A
 * value with only one possible meaning is accepted; everything else is refused, with all problems at
 * once, so that the agent can correct the call in one go.
 */
export function readCall(body: unknown, tool: Tool): ToolCall | Refusal {
	// Endless nesting would overflow the stack here, in the workflow or in what n8n stores of it.
	const given = body === undefined || body === '' ? {} : cutDeep(body as JsonValue);
	if (!isJsonObject(given)) {
		const names = tool.fields.map(({ name }) => name).join(', ') || 'none';
		return refusal(`Send a JSON object with the fields of ${tool.name} (${names}).`);
	}
	const input: JsonObject = {};
	const fields: Array<{ field: string; problem: string }> = [];
	for (const field of tool.fields) {
		const value = Object.hasOwn(given, field.name) ? given[field.name]! : null;
		if (value === null || value === '') {
			if (field.required) fields.push({ field: field.name, problem: 'is missing' });
			continue;
		}
		const read = READERS[field.type](value, field);
		if ('problem' in read) {
			fields.push({ field: field.name, problem: `${read.problem}, but it was ${shown(value)}` });
		} else {
			input[field.name] = read.value;
		}
	}
	if (fields.length > 0) {
		const problems = fields.map(({ field, problem }) => `'${field}' ${problem}`).join('; ');
		const message = `${tool.name} was not carried out: ${problems}. Correct this and call it again.`;
		return refusal(message, fields);
	}
	const names = new Set(tool.fields.map(({ name }) => name));
	const other = Object.entries(given).filter(([name]) => !names.has(name));
	return { input, other: Object.fromEntries(other) };
}

function refusal(message: string, fields?: Refusal['body']['fields']): Refusal {
	return { status: 400, body: { error: 'invalid_input', message, ...(fields && { fields }) } };
}

type Read = { value: JsonValue } | { problem: string };

const READERS: Record<ToolField['type'], (value: JsonValue, field: ToolField) => Read> = {
	text: (value) =>
		typeof value === 'string' || typeof value === 'number'
			? { value: String(value) }
			: { problem: 'must be a text' },
	number: (value) => {
		const text = typeof value === 'string' ? value.trim() : value;
		// `Number()` alone would take '0x10' for 16.
		const isNumeral = typeof text === 'string' && DECIMAL.test(text);
		const read = isNumeral ? Number(text) : text;
		if (typeof read !== 'number' || !Number.isFinite(read)) return { problem: 'must be a number' };
		const isRounded =
			isNumeral && !Number.isSafeInteger(read) && /^-?\d+$/.test(text) && String(read) !== text;
		return isRounded
			? { problem: 'must be a number of at most 15 digits, since more are rounded' }
			: { value: read };
	},
	boolean: (value) => {
		const text = plainText(value);
		return text === 'true' || text === 'false'
			? { value: text === 'true' }
			: { problem: 'must be true or false' };
	},
	choice: (value, { choices }) => {
		const text = plainText(value);
		// Two choices may differ only in their case.
		const chosen =
			choices.find((choice) => choice === value) ??
			choices.find((choice) => choice.toLowerCase() === text);
		return chosen !== undefined
			? { value: chosen }
			: { problem: `must be one of ${choices.join(', ')}` };
	},
	date: (value) =>
		// Perhaps with a time; 30 February is none.
		typeof value === 'string' && parseIso(value) !== undefined
			? { value: value.trim() }
			: { problem: 'must be a date such as 2026-11-30' },
	list: (value) =>
		Array.isArray(value) && value.every((one) => ['string', 'number'].includes(typeof one))
			? { value: value.map(String) }
			: { problem: 'must be a list of texts such as ["a", "b"]' },
	json: (value) => ({ value }),
};

/**
 * A value without surrounding blanks and in lower case; undefined for a list or an object, even with
 * one value in it.
 */
function plainText(value: JsonValue): string | undefined {
	return typeof value === 'object' ? undefined : String(value).trim().toLowerCase();
}

/** The beginning of a value, enough for an agent to recognise it. */
function shown(value: JsonValue): string {
	// JSON has no number beyond 1.8e308; JavaScript reads it as infinite.
	const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
