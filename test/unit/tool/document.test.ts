import SwaggerParser from '@apidevtools/swagger-parser';
import fc from 'fast-check';

import { toolDocument } from '../../../vivi/tool/document';
import { readCall } from '../../../vivi/tool/read-call';
import { readTool } from '../../../vivi/tool/read-tool';
import { TOOL_FIELD_TYPES, type Tool, type ToolField } from '../../../vivi/tool/tool';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).filter((one) => one !== '__proto__');
const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.trim() !== '');

const field: fc.Arbitrary<ToolField> = fc.record({
	name,
	type: fc.constantFrom(...(Object.keys(TOOL_FIELD_TYPES) as Array<ToolField['type']>)),
	description: fc.string({ unit: 'grapheme' }),
	required: fc.boolean(),
	choices: fc.array(words, { minLength: 1, maxLength: 4 }),
});

/** Tools as somebody may fill them in, with names that objects have of their own among the fields'. */
const tool: fc.Arbitrary<Tool> = fc
	.record({
		name,
		description: words,
		fields: fc.uniqueArray(
			fc.oneof(
				field,
				field.map((one) => ({ ...one, name: 'constructor' })),
			),
			{ selector: (one) => one.name, maxLength: 6 },
		),
		answer: fc.string({ unit: 'grapheme' }),
		answersWith: fc.constantFrom('record' as const, 'list' as const),
	})
	.map((filledIn) => readTool({ ...filledIn, fields: filledIn.fields as unknown }));

/** What fits a field. */
const FITTING: Record<ToolField['type'], (field: ToolField) => fc.Arbitrary<unknown>> = {
	text: () => words,
	number: () => fc.double({ noNaN: true, noDefaultInfinity: true }),
	boolean: () => fc.boolean(),
	choice: ({ choices }) => fc.constantFrom(...choices),
	date: () =>
		fc
			.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
			.map((one) => one.toISOString()),
	list: () => fc.array(fc.string()),
	json: () => fc.jsonValue().filter((one) => one !== null && one !== ''),
};

test('every tool makes a valid document that says what the tool takes', async () => {
	await fc.assert(
		fc.asyncProperty(tool, async (made) => {
			const document = toolDocument(made, 'https://n8n.example/webhook/orders/x', 'X-Tool-Secret');
			const sent = JSON.parse(JSON.stringify(document)) as never;
			const { paths } = (await SwaggerParser.validate(sent)) as unknown as {
				paths: Record<string, { post: { operationId: string; requestBody: unknown } }>;
			};
			const { operationId, requestBody } = paths['/webhook/orders/x']!.post;
			expect(operationId).toBe(made.name);
			const text = JSON.stringify(requestBody);
			for (const one of made.fields) expect(text).toContain(JSON.stringify(one.name));
		}),
		// The validator takes a fifth of a second for each.
		{ numRuns: 40 },
	);
});

test('a call that keeps to the document arrives as it was sent', () => {
	const calls = tool.chain((made) =>
		fc
			.tuple(...made.fields.map((one) => FITTING[one.type](one)))
			.map((values) => ({ made, values: values as unknown[] })),
	);
	fc.assert(
		fc.property(calls, ({ made, values }) => {
			const sent = Object.fromEntries(made.fields.map((one, at) => [one.name, values[at]]));
			const body = JSON.parse(JSON.stringify(sent)) as Record<string, unknown>;
			expect(readCall(body, made)).toEqual({ input: body, other: {} });
		}),
	);
});

test('whatever else is sent is refused with the names of the fields, or is of the right type', () => {
	fc.assert(
		fc.property(tool, fc.jsonValue(), fc.jsonValue(), (made, body, value) => {
			const first = made.fields[0]?.name;
			for (const one of [body, first === undefined ? {} : { [first]: value }]) {
				const read = readCall(one, made);
				if ('status' in read) {
					expect(read.status).toBe(400);
					expect(read.body.message).toContain(made.name);
					for (const { field: named } of read.body.fields ?? []) {
						expect(made.fields.map((known) => known.name)).toContain(named);
						expect(read.body.message).toContain(`'${named}'`);
					}
					continue;
				}
				for (const known of made.fields) {
					if (!Object.hasOwn(read.input, known.name)) expect(known.required).toBe(false);
				}
			}
		}),
	);
});
