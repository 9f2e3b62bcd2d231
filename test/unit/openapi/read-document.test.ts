import { fieldsOf } from '../../../vivi/openapi/kept-fields';
import { readDocument } from '../../../vivi/openapi/read-document';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';

/** A document with one operation. */
function document(operation: JsonObject, more: JsonObject = {}, path = '/agents'): string {
	return JSON.stringify({ openapi: '3.0.3', paths: { [path]: { post: operation } }, ...more });
}

const json = (schema: JsonValue): JsonObject => ({
	requestBody: { content: { 'application/json': { schema } } },
});

function fields(operation: JsonObject, more: JsonObject = {}, path?: string) {
	const [first] = readDocument(document(operation, more, path)).operations;
	return fieldsOf(first!);
}

const short = (operation: JsonObject, more: JsonObject = {}, path?: string) =>
	Object.fromEntries(
		fields(operation, more, path).map(({ id, type, required }) => [
			id,
			required ? `${type}!` : type,
		]),
	);

describe('operations', () => {
	test('are listed with what one finds them by', () => {
		const text = JSON.stringify({
			openapi: '3.1.0',
			info: { title: 'An API' },
			paths: {
				'/agents/{id}': {
					summary: 'not this',
					get: { summary: 'Get  an\nagent', tags: ['Agents', 7], operationId: 'getAgent' },
					options: { summary: 'no method of ours' },
				},
				'/agents': { post: { description: 'Makes one. Then it is there.' } },
				'x-note': { get: {} },
			},
		});
		const { title, operations, leftOut } = readDocument(text);
		expect(title).toBe('An API');
		expect(operations).toMatchObject([
			{
				method: 'GET',
				path: '/agents/{id}',
				summary: 'Get an agent',
				tags: ['Agents'],
				id: 'getAgent',
			},
			{ method: 'POST', path: '/agents', summary: 'Makes one.', tags: [], id: '' },
		]);
		expect(leftOut).toEqual(['GET x-note is left out, since its path cannot be called.']);
	});

	test('have the path of their server, from the document on where it is relative', () => {
		const text = document({}, { servers: [{ url: '../v2' }] });
		const at = new URL('https://docs.example/api/v1/openapi.json');
		expect(readDocument(text).operations[0]!.path).toBe('/v2/agents');
		expect(readDocument(text, at).operations[0]!.path).toBe('/api/v2/agents');
	});

	test('take the defaults of variables, and the servers of their own', () => {
		const servers = [
			{ url: 'https://{region}.vivi.example/{version}', variables: { version: { default: 'v3' } } },
		];
		expect(readDocument(document({}, { servers })).operations[0]!.path).toBe('/v3/agents');
		const own = document({ servers: [{ url: '/own' }] }, { servers });
		expect(readDocument(own).operations[0]!.path).toBe('/own/agents');
	});

	test('of Swagger 2.0 have its basePath', () => {
		const text = JSON.stringify({
			swagger: '2.0',
			host: 'other.example',
			basePath: '/v2/',
			paths: { '/pets': { get: {} } },
		});
		expect(readDocument(text).operations[0]!.path).toBe('/v2/pets');
	});

	test.each([
		['a schema that is a list', { schema: { type: 'array', items: {} } }, 'list'],
		[
			'records under a usual name',
			{ schema: { properties: { items: { type: 'array' } } } },
			'list',
		],
		['a record', { schema: { type: 'object', properties: { tags: { type: 'array' } } } }, 'record'],
	])('say what they answer with: %s', (_, media, answers) => {
		const responses = { '200': { content: { 'application/json': media } } };
		const [first] = readDocument(document({ responses } as unknown as JsonObject)).operations;
		expect(first!.answers).toBe(answers);
	});

	test.each([
		[{ '204': { description: 'Gone' } }, 'nothing'],
		[{ '200': { content: { 'application/pdf': {} } } }, 'file'],
		[{}, 'record'],
	])('say what they answer with: %j', (responses, answers) => {
		expect(readDocument(document({ responses })).operations[0]!.answers).toBe(answers);
	});
});

describe('fields', () => {
	test('come from path, query and headers; the own parameter of an operation wins', () => {
		const text = JSON.stringify({
			openapi: '3.0.0',
			paths: {
				'/a/{a-id}/b/{forgotten}': {
					parameters: [
						{ name: 'a-id', in: 'path', schema: { type: 'integer', format: 'int64' } },
						{ name: 'sort', in: 'query', schema: { type: 'string' } },
					],
					get: {
						parameters: [
							{ name: 'sort', in: 'query', schema: { type: 'string', enum: ['up', 'down'] } },
							{ name: 'not-there', in: 'path', required: true },
							{ name: 'x-trace', in: 'header', schema: {} },
							{ name: 'X-Trace', in: 'header', schema: {} },
							{ name: 'Authorization', in: 'header' },
							{ name: 'Host', in: 'header' },
							{ name: 'session', in: 'cookie' },
							{ $ref: '#/components/parameters/gone' },
						],
					},
				},
			},
		});
		expect(fieldsOf(readDocument(text).operations[0]!)).toMatchObject([
			{ id: 'path.a-id', label: 'A ID', type: 'string', required: true },
			{ id: 'path.forgotten', type: 'string', required: true },
			{ id: 'query.sort', type: 'options', options: ['up', 'down'], required: false },
			{ id: 'header.X-Trace', type: 'string', required: false },
		]);
	});

	test('are of the types that the schemas say', () => {
		const properties = {
			text: { type: 'string', description: 'Some  text' },
			whole: { type: 'integer' },
			yes: { type: 'boolean', default: true },
			at: { type: 'string', format: 'date-time' },
			day: { type: 'string', format: 'date' },
			tags: { type: 'array', items: { type: 'string' } },
			inner: { type: 'object', properties: { a: {} } },
			maybe: { type: ['integer', 'null'] },
			one: { const: 'only' },
			idOrName: { type: ['string', 'integer'] },
			either: { oneOf: [{ type: 'boolean' }, { type: 'array' }] },
			anything: {},
			made: { type: 'string', readOnly: true },
		};
		expect(short(json({ type: 'object', required: ['text', 'made'], properties }))).toEqual({
			'body.text': 'string!',
			'body.whole': 'number',
			'body.yes': 'boolean',
			'body.at': 'dateTime',
			'body.day': 'date',
			'body.tags': 'list',
			'body.inner': 'object',
			'body.maybe': 'number',
			'body.one': 'options',
			'body.idOrName': 'string',
			'body.either': 'json',
			'body.anything': 'json',
			body: 'object',
		});
		const [text] = fields(json({ type: 'object', required: ['text'], properties }));
		expect(text).toMatchObject({ label: 'Text', help: 'Some text' });
	});

	test('merge allOf, and need of oneOf and anyOf what all of them need', () => {
		const schemas = {
			Named: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
			Cat: {
				required: ['kind', 'lives'],
				properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
			},
			Dog: {
				required: ['kind'],
				properties: { kind: { const: 'dog' }, tricks: { type: 'array' } },
			},
		};
		const schema = {
			allOf: [
				{ $ref: '#/components/schemas/Named' },
				{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] },
			],
		};
		const all = fields(json(schema), { components: { schemas } });
		expect(all).toMatchObject([
			{ id: 'body.name', required: true },
			{ id: 'body.kind', required: true, type: 'options', options: ['cat', 'dog'] },
			{ id: 'body.lives', required: false, type: 'number' },
			{ id: 'body.tricks', required: false, type: 'list' },
			{ id: 'body', label: 'Additional Properties' },
		]);
	});

	test.each([
		['itself', { $ref: '#/components/schemas/A' }, 'leads in a circle'],
		['nothing', { $ref: '#/components/schemas/Gone' }, 'is not in the document'],
		['another file', { $ref: 'https://other.example/b.json' }, 'is in another file'],
	])('are JSON and say so where a reference leads to %s', (_, schema, said) => {
		const found = fields(json({ properties: { part: schema } }), {
			components: { schemas: { A: { $ref: '#/components/schemas/A' } } },
		});
		expect(found[0]).toMatchObject({ id: 'body.part', type: 'json' });
		expect(found[0]!.help).toContain(said);
	});

	test('come through schemas that hold themselves', () => {
		const Node = {
			allOf: [{ $ref: '#/components/schemas/Node' }],
			properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
		};
		expect(
			short(json({ $ref: '#/components/schemas/Node' }), { components: { schemas: { Node } } }),
		).toEqual({ 'body.name': 'string', 'body.next': 'object', body: 'object' });
	});

	test('are those of all schemas that a discriminator chooses between', () => {
		const base = { $ref: '#/components/schemas/Pet' };
		const schemas = {
			Pet: {
				required: ['kind'],
				properties: { kind: { type: 'string' } },
				discriminator: {
					propertyName: 'kind',
					mapping: { cat: '#/components/schemas/Cat', dog: 'Dog' },
				},
			},
			Cat: { allOf: [base, { required: ['lives'], properties: { lives: { type: 'integer' } } }] },
			Dog: { allOf: [base, { properties: { barks: { type: 'boolean' } } }] },
		};
		expect(short(json(base), { components: { schemas } })).toEqual({
			'body.kind': 'options!',
			'body.lives': 'number',
			'body.barks': 'boolean',
			body: 'object',
		});
	});

	test.each<[JsonObject, string]>([
		[{ contentMediaType: 'image/png' }, 'file.part file'],
		[
			{ type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' },
			'form.part string',
		],
		[{ type: 'string', contentMediaType: 'application/json' }, 'form.part string'],
		[{ type: 'object', contentMediaType: 'image/png' }, 'form.part object'],
	])('of a form that are %j', (schema, expected) => {
		const content = { 'multipart/form-data': { schema: { properties: { part: schema } } } };
		const [part] = fields({ requestBody: { content } });
		expect(`${part!.id} ${part!.type}`).toBe(expected);
	});

	test('are one JSON field where the body is no object', () => {
		expect(short(json({ type: 'array', items: { type: 'string' } }))).toEqual({ body: 'json' });
		expect(short(json(true))).toEqual({ body: 'json' });
	});

	test('of a form are sent as one, with files', () => {
		const form = (type: string): JsonObject => ({
			requestBody: {
				required: true,
				content: {
					[type]: {
						schema: {
							required: ['file'],
							properties: { file: { type: 'string', format: 'binary' }, note: { type: 'string' } },
						},
					},
				},
			},
		});
		expect(short(form('multipart/form-data'))).toEqual({
			'file.file': 'file!',
			'form.note': 'string',
		});
		expect(short(form('application/x-www-form-urlencoded'))).toEqual({
			'urlencoded.file': 'string!',
			'urlencoded.note': 'string',
		});
	});

	test.each([
		['image/png', { file: 'file!' }],
		['text/plain; charset=utf-8', { text: 'string!' }],
	])('of a body that is %s are the body alone', (type, expected) => {
		expect(short({ requestBody: { required: true, content: { [type]: {} } } })).toEqual(expected);
	});

	test('of Swagger 2.0 come from parameters of body and form', () => {
		const swagger = (parameters: JsonObject[], consumes?: string[]) => {
			const operation = { parameters, ...(consumes && { consumes }) };
			const paths = { '/pets': { post: operation } };
			const definitions = { Pet: { required: ['name'], properties: { name: { type: 'string' } } } };
			const text = JSON.stringify({ swagger: '2.0', paths, definitions });
			return fieldsOf(readDocument(text).operations[0]!).map(({ id, type }) => `${id} ${type}`);
		};
		expect(
			swagger([
				{ name: 'ids', in: 'query', type: 'array', items: { type: 'integer' } },
				{ name: 'each', in: 'query', type: 'array', collectionFormat: 'multi' },
				{ name: 'anyName', in: 'body', schema: { $ref: '#/definitions/Pet' } },
			]),
		).toEqual(['body.name string', 'query.ids string', 'query.each list', 'body object']);
		expect(
			swagger([
				{ name: 'photo', in: 'formData', type: 'file' },
				{ name: 'note', in: 'formData', type: 'string' },
			]),
		).toEqual(['file.photo file', 'form.note string']);
		expect(
			swagger([
				{ name: 'note', in: 'formData', type: 'string' },
				{ name: 'ids', in: 'formData', type: 'array' },
				{ name: 'each', in: 'formData', type: 'array', collectionFormat: 'multi' },
			]),
		).toEqual(['urlencoded.note string', 'urlencoded.ids string', 'urlencoded.each list']);
		const pet = { name: 'pet', in: 'body', schema: { $ref: '#/definitions/Pet' } };
		expect(swagger([pet], ['application/vnd.pets+json'])).toEqual([
			'body.name string',
			'header.Content-Type options',
			'body object',
		]);
		expect(swagger([pet], ['application/xml'])).toEqual([
			'header.Content-Type options',
			'text string',
		]);
	});

	test.each<[string, JsonObject, Record<string, string>]>([
		['deepObject', {}, { 'query.filter[name]': 'string', 'query.filter[a.b]': 'boolean' }],
		['form', {}, { 'query.name': 'string', 'query.a.b': 'boolean' }],
		['form', { explode: false }, { 'query.filter': 'object' }],
	])('open an object in a query as %s, %j', (style, more, expected) => {
		const properties = { name: { type: 'string' }, 'a.b': { type: 'boolean' } };
		const filter = { name: 'filter', in: 'query', style, schema: { properties }, ...more };
		expect(short({ parameters: [filter] })).toEqual(expected);
	});

	test('say so where an object in a query is sent as JSON', () => {
		const schema = { type: 'object', additionalProperties: true };
		const filter = { name: 'filter', in: 'query', style: 'deepObject', schema };
		expect(fields({ parameters: [filter] })).toMatchObject([
			{ id: 'query.filter', type: 'object', help: 'It is sent as JSON.' },
		]);
	});

	test.each<[JsonObject, string, string]>([
		[{}, 'list', ''],
		[{ explode: false }, 'string', 'Several are separated by commas.'],
		[{ style: 'pipeDelimited' }, 'string', 'Several are separated by the sign |.'],
		[{ style: 'spaceDelimited' }, 'string', 'Several are separated by blanks.'],
		[{ style: 'pipeDelimited', explode: true }, 'list', ''],
	])('of several values in a query are %j', (style, type, help) => {
		const schema = { type: 'array', items: { type: 'string' } };
		const parameters = [{ name: 'ids', in: 'query', schema, ...style }];
		expect(fields({ parameters })).toMatchObject([{ id: 'query.ids', type, help }]);
	});

	test.each<[string, JsonValue, Record<string, string>]>([
		['*/*', { properties: { a: {} } }, { 'body.a': 'json', body: 'object' }],
		['*/*', { type: 'string', format: 'binary' }, { file: 'file' }],
		['application/*', {}, { body: 'json' }],
		['image/*', {}, { file: 'file' }],
		['text/*', {}, { text: 'string' }],
	])('of a body that may be %s, %j', (type, schema, expected) => {
		expect(short({ requestBody: { content: { [type]: { schema } } } })).toEqual(expected);
	});

	test.each([
		[['application/vnd.api+json'], 'application/vnd.api+json'],
		[['application/merge-patch+json', 'application/json; charset=utf-8'], undefined],
		[['application/xml'], 'application/xml'],
		[['text/plain'], undefined],
	])('say what a body of %j is called', (types, expected) => {
		const content = Object.fromEntries(types.map((type) => [type, { schema: {} }]));
		const called = fields({ requestBody: { content } }).find(({ name }) => name === 'Content-Type');
		expect(called?.default).toBe(expected);
		expect(called?.options).toEqual(expected && [expected]);
	});

	test('of a form take several files', () => {
		const items = { type: 'string', format: 'binary' };
		const schema = { properties: { docs: { type: 'array', items } } };
		expect(fields({ requestBody: { content: { 'multipart/form-data': { schema } } } })).toEqual([
			expect.objectContaining({ id: 'file.docs', type: 'file', several: true }),
		]);
	});

	test('have labels that differ', () => {
		const found = fields(
			{
				parameters: [{ name: 'id', in: 'path' }],
				...json({ properties: { id: {}, ID: {} } }),
			},
			{},
			'/agents/{id}',
		);
		const labels = found.map(({ label }) => label);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels[0]).toBe('ID (path)');
	});

	test('keep names that objects have of their own', () => {
		const properties = JSON.parse(
			'{"__proto__":{"type":"string"},"constructor":{"type":"number"}}',
		) as JsonObject;
		expect(fields(json({ properties })).map(({ id }) => id)).toEqual([
			'body.__proto__',
			'body.constructor',
			'body',
		]);
	});
});

describe('what is no document', () => {
	test.each([
		['', 'api_description_empty', /empty/],
		[' \n\ufeff ', 'api_description_empty', /empty/],
		['<!DOCTYPE html><title>Swagger UI</title>', 'api_description_web_page', /web page/],
		['# VIVI\nopenapi: 3.1.0\npaths: {}', 'api_description_yaml', /YAML/],
		['{"openapi": "3.0.0", "paths": {', 'api_description_broken', /not valid JSON/],
		['nothing of this kind', 'api_description_broken', /not valid JSON/],
		['[{"id": 1}]', 'api_description_other_json', /no OpenAPI document/],
		[
			'{"info": {"schema": "a collection"}, "item": []}',
			'api_description_other_json',
			/'info', 'item'/,
		],
		['{"openapi": "4.0.0", "paths": {}}', 'api_description_version', /4\.0\.0/],
		['{"swagger": "1.2", "apis": []}', 'api_description_version', /1\.2/],
		[
			'{"openapi": "3.0.0", "paths": {}}',
			'api_description_without_operations',
			/without an operation/,
		],
		[
			'{"openapi": "3.0.0", "paths": {"/a?b=c": {"get": {}}}}',
			'api_description_without_operations',
			/GET \/a\?b=c/,
		],
	])('%j: %s', (text, code, message) => {
		expect(() => readDocument(text)).toThrow(
			expect.objectContaining({
				code,
				field: 'apiDescriptionUrl',
				message: expect.stringMatching(message) as string,
				hint: expect.stringMatching(/./) as string,
			}),
		);
	});

	test('too long', () => {
		const text = JSON.stringify({
			openapi: '3.0.0',
			paths: {},
			filler: 'x'.repeat(33 * 1024 * 1024),
		});
		expect(() => readDocument(text)).toThrow(
			expect.objectContaining({ code: 'api_description_too_large' }),
		);
	});
});
