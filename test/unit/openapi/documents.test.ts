import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import SwaggerParser from '@apidevtools/swagger-parser';
import fc from 'fast-check';

import { openApiDocument } from '../../../sandbox/openapi';
import { freePath } from '../../../vivi/address/path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../vivi/http/json';
import type { ApiDescription } from '../../../vivi/openapi/described';
import { readFieldId } from '../../../vivi/openapi/field-id';
import { findOperations } from '../../../vivi/openapi/find-operations';
import { fieldsOf } from '../../../vivi/openapi/kept-fields';
import { operationKey, readOperationKey } from '../../../vivi/openapi/operation-key';
import { pathNames } from '../../../vivi/openapi/parameters';
import { readCall } from '../../../vivi/openapi/read-call';
import { readDocument } from '../../../vivi/openapi/read-document';

const EXAMPLES = dirname(require.resolve('@readme/oas-examples/package.json'));
const GITHUB = join(dirname(require.resolve('@octokit/openapi')), 'generated/api.github.com.json');

/** Public documents of all three versions of the standard that have operations. */
const documents = globSync('{2.0,3.0,3.1}/json/**/*.json', { cwd: EXAMPLES })
	.filter((file) => !/webhooks|title\.json/.test(file))
	.sort();

/** What must hold of any document that was read. */
async function check({ operations }: ApiDescription) {
	const keys = new Set<string>();
	for (const operation of operations) {
		const key = operationKey(operation);
		expect(keys).not.toContain(key);
		keys.add(key);
		expect(readOperationKey(key)).toMatchObject({ method: operation.method });
		const fields = fieldsOf(operation);
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
		for (const { id, place, name } of fields) expect(readFieldId(id)).toEqual({ place, name });
		const inPath = fields.filter(({ place }) => place === 'path');
		expect(inPath.map(({ name }) => name).sort()).toEqual(pathNames(operation.path).sort());
		const filledIn = inPath.map(({ id }) => ({ id, value: 'x' }));
		const known = { accountId: 'x', workspaceId: 'x' };
		const { path } = await readCall(key, filledIn, known, () => Promise.reject(new Error()));
		// It is one that the client sends, below the Base URL.
		expect(freePath(path)).toMatch(/^\//);
	}
}

test('there are documents of all three versions', () => {
	const versions = new Set(documents.map((file) => file.split('/')[0]));
	expect([...versions]).toEqual(['2.0', '3.0', '3.1']);
});

describe.each(documents)('%s', (file) => {
	const text = readFileSync(join(EXAMPLES, file), 'utf8');
	const description = readDocument(text);

	test('is read whole', async () => await check(description));

	test('has the operations and the plain properties that another reader finds', async () => {
		const read = (await SwaggerParser.dereference(JSON.parse(text) as never, {
			dereference: { circular: 'ignore' },
			resolve: { external: false },
		})) as unknown as { paths: Record<string, Record<string, JsonObject>> };
		const methods = Object.values(read.paths).flatMap((path) =>
			Object.keys(path).filter((key) => /^(get|put|post|patch|delete|head)$/.test(key)),
		);
		expect(description.operations.length + description.leftOut.length).toBe(methods.length);
		for (const operation of description.operations) {
			const found = Object.entries(read.paths).find(([path]) => operation.path.endsWith(path));
			const schema = bodySchema(found?.[1][operation.method.toLowerCase()]);
			// A request that reads has no body.
			if (operation.method === 'GET') continue;
			if (!schema) continue;
			const names = fieldsOf(operation)
				.filter(({ place, name }) => place === 'body' && name !== '')
				.map(({ name }) => name);
			expect(names.sort()).toEqual(writable(schema).sort());
		}
	});
});

/** The schema of a JSON body that says all itself. */
function bodySchema(operation: JsonObject | undefined): JsonObject | undefined {
	const body = operation?.['requestBody'] as { content?: Record<string, JsonObject> } | undefined;
	const schema = body?.content?.['application/json']?.['schema'];
	if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return undefined;
	return ['allOf', 'oneOf', 'anyOf', '$ref'].some((key) => key in schema) ? undefined : schema;
}

function writable(schema: JsonObject): string[] {
	return Object.entries(schema['properties'] as Record<string, JsonValue>)
		.filter(([, property]) => !(isJsonObject(property) && property['readOnly'] === true))
		.map(([name]) => name);
}

describe("GitHub's document", () => {
	const description = readDocument(readFileSync(GITHUB, 'utf8'));

	test('is read whole', async () => {
		expect(description.operations.length).toBeGreaterThan(1000);
		expect(description.leftOut).toEqual([]);
		await check(description);
	});

	test('takes less than 2 MB to keep', () => {
		const texts = JSON.stringify(description);
		// One byte a sign; the few titles that need two are counted as if all did.
		const wide = description.operations.filter(({ summary }) => /[^\0-\u00ff]/.test(summary));
		expect(texts.length + wide.length * 500).toBeLessThan(2 * 1024 * 1024);
		for (const { fieldsText } of description.operations)
			expect(fieldsText).not.toMatch(/[^\0-\u00ff]/);
	});

	test('leads to an operation by some words, and to its fields', () => {
		const { operations } = findOperations(description, { search: 'issues create post repos' });
		const found = operations.find(({ path }) => path === '/repos/{owner}/{repo}/issues');
		expect(found).toMatchObject({ method: 'POST', id: 'issues/create' });
		const fields = fieldsOf(found!);
		expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual([
			'path.owner',
			'path.repo',
			'body.title',
		]);
		expect(fields.find(({ id }) => id === 'body.labels')?.type).toBe('list');
	});
});

test("the sandbox's own document is read whole, with what the catalogue asks for", async () => {
	const description = readDocument(JSON.stringify(openApiDocument('http://127.0.0.1:1/v1')));
	await check(description);
	const upload = findOperations(description, { search: 'file upload knowledge' }).operations[0]!;
	expect(fieldsOf(upload).find(({ place }) => place === 'file')).toMatchObject({ required: true });
});

const odd = fc.oneof(
	fc.constantFrom(
		'__proto__',
		'constructor',
		'a.b',
		'a[b]',
		'"',
		'{',
		'}',
		'/',
		'..',
		'%2e%2e',
		'',
		'id',
		'\u0000',
		'😀',
	),
	fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const reference = fc.constantFrom(
	...['A', 'B', 'C', 'gone', '__proto__'].map((name) => `#/components/schemas/${name}`),
	'#',
	'#/',
	'https://other.example/x.json#/a',
	'#/paths',
	'%',
);
const { schema } = fc.letrec<{ schema: JsonValue }>((tie) => ({
	schema: fc.oneof(
		{ maxDepth: 3 },
		fc.record({ $ref: reference }) as fc.Arbitrary<JsonValue>,
		fc.constantFrom<JsonValue>(true, null, 7, 'text', []),
		fc.record(
			{
				type: fc.constantFrom<JsonValue>(
					'string',
					'object',
					'array',
					'null',
					['integer', 'null'],
					7,
					'odd',
				),
				format: fc.constantFrom('binary', 'date', 'int64', 'odd'),
				properties: fc.dictionary(odd, tie('schema'), { maxKeys: 4 }),
				required: fc.array(odd, { maxLength: 3 }) as fc.Arbitrary<JsonValue>,
				enum: fc.array(fc.jsonValue() as fc.Arbitrary<JsonValue>, { maxLength: 3 }),
				allOf: fc.array(tie('schema'), { maxLength: 3 }),
				oneOf: fc.array(tie('schema'), { maxLength: 3 }),
				anyOf: fc.array(tie('schema'), { maxLength: 3 }),
				items: tie('schema'),
				readOnly: fc.constantFrom<JsonValue>(true, false, 'odd'),
				contentMediaType: fc.constantFrom('image/png', 'application/json', 'odd'),
				discriminator: fc.record({
					propertyName: odd,
					mapping: fc.dictionary(odd, fc.oneof(reference, odd)),
				}),
				description: fc.string({ unit: 'grapheme' }),
			},
			{ requiredKeys: [] },
		) as fc.Arbitrary<JsonValue>,
	),
}));
const parameter = fc.oneof(
	fc.record({ $ref: reference }),
	fc.record(
		{
			name: fc.oneof(odd, fc.constant(7)),
			in: fc.constantFrom('path', 'query', 'header', 'cookie', 'body', 'formData', 'odd'),
			style: fc.constantFrom<JsonValue>('deepObject', 'form', 'pipeDelimited', 'odd', 7),
			explode: fc.constantFrom<JsonValue>(true, false, 'odd'),
			collectionFormat: fc.constantFrom('multi', 'tsv', 'odd'),
			type: fc.constantFrom('array', 'string', 'file', 'odd'),
			schema,
		},
		{ requiredKeys: [] },
	),
) as fc.Arbitrary<JsonValue>;
const path = fc
	.array(
		fc.oneof(
			odd,
			odd.map((name) => `{${name}}`),
			fc.constant('agents'),
		),
		{ maxLength: 4 },
	)
	.map((segments) => `/${segments.join('/')}`);
const document = fc.record({
	version: fc.constantFrom({ openapi: '3.1.0' }, { swagger: '2.0' }),
	basePath: odd,
	consumes: fc.array(fc.constantFrom('application/xml', 'multipart/form-data', 'odd')),
	servers: fc.oneof(
		fc.array(
			fc.record({
				url: fc.oneof(
					odd,
					fc.constantFrom(
						...['https://evil.example/v1', '//evil.example', '/../x', '../x', 'evil.example'],
					),
				),
			}),
		),
		fc.jsonValue(),
	),
	paths: fc.dictionary(
		path,
		fc.record(
			{
				parameters: fc.array(parameter, { maxLength: 3 }),
				get: fc.record({ parameters: fc.array(parameter, { maxLength: 3 }) }),
				post: fc.record({
					requestBody: fc.record({
						content: fc.dictionary(
							fc.constantFrom(
								...['application/json', 'application/vnd.odd+json', 'multipart/form-data'],
								...['text/xml', '*/*', 'odd'],
							),
							fc.record({ schema }),
						),
					}),
					responses: fc.jsonValue(),
				}),
				$ref: fc.constantFrom('#/paths/~1agents', '#/components/pathItems/x'),
			},
			{ requiredKeys: [] },
		),
	),
	components: fc.record({ schemas: fc.record({ A: schema, B: schema, C: schema }) }),
});

test('whatever a document holds, it is read or refused in words, and leads nowhere else', () =>
	fc.assert(
		fc.asyncProperty(document, async ({ version, ...made }) => {
			let description: ApiDescription;
			const at = new URL('https://evil.example/docs/openapi.json');
			try {
				description = readDocument(JSON.stringify({ ...version, ...made }), at);
			} catch (error) {
				expect(error).toMatchObject({ code: 'api_description_without_operations' });
				return;
			}
			await check(description);
		}),
		{ numRuns: 500 },
	));

test('whatever a text is, it is read or refused in words', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			expect(() => readDocument(text)).toThrow(
				expect.objectContaining({ code: expect.stringMatching(/^api_description_/) as string }),
			);
		}),
	);
});

test.each([
	[
		'references that follow each other',
		(at: number) => ({ $ref: `#/components/schemas/S${at + 1}` }),
	],
	[
		'combinations within each other',
		(at: number) => ({
			allOf: [
				{ $ref: `#/components/schemas/S${at + 1}` },
				{ $ref: `#/components/schemas/S${at + 2}` },
			],
		}),
	],
	[
		'choices within each other',
		(at: number) => ({
			properties: { p: {} },
			oneOf: [
				{ $ref: `#/components/schemas/S${at + 1}` },
				{ $ref: `#/components/schemas/S${at + 1}` },
			],
		}),
	],
])('thousands of %s come to an end', (_, one) => {
	const schemas = Object.fromEntries(Array.from({ length: 3000 }, (__, at) => [`S${at}`, one(at)]));
	const text = JSON.stringify({
		openapi: '3.0.0',
		paths: {
			'/a': {
				post: {
					requestBody: {
						content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } },
					},
				},
			},
		},
		components: { schemas },
	});
	expect(fieldsOf(readDocument(text).operations[0]!).at(-1)!.help).toMatch(/part of it/);
});
