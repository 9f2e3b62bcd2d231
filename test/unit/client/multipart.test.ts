import fc from 'fast-check';
import { multipart } from '../../../vivi/client/multipart';
import { safeFileName } from '../../../vivi/http/file-name';
import { ViviInputError } from '../../../vivi/errors';

/** Reads the part back as Node's own, independent parser sees it. */
async function parse({ contentType, body }: ReturnType<typeof multipart>): Promise<File> {
	const form = await new Response(body as Uint8Array<ArrayBuffer>, {
		headers: { 'content-type': contentType },
	}).formData();
	expect([...form.keys()]).toEqual(['file']);
	return form.get('file') as File;
}

const content = new Uint8Array([0, 13, 10, 45, 45, 255]);

it('brings name, type and bytes across', () =>
	fc.assert(
		fc.asyncProperty(
			fc
				.string({ unit: 'grapheme', minLength: 1 })
				.filter((name) => safeFileName(name) !== undefined),
			fc.uint8Array({ maxLength: 500 }),
			async (name, bytes) => {
				const file = await parse(
					multipart('file', { name, mimeType: 'application/pdf', content: bytes }),
				);
				expect(file.type).toBe('application/pdf');
				expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
				// Node undoes the escapes of the name.
				expect(decode(file.name)).toBe(decode(safeFileName(name)!));
			},
		),
	));

it('escapes what would end the name or the header', () => {
	const name = 'a"b\r\nContent-Type: x\r\n\r\n\0é.txt';
	const { body } = multipart('file', { name, mimeType: 'text/plain', content });
	const head = Buffer.from(body as Uint8Array)
		.toString('utf8')
		.split('\r\n\r\n', 1)[0]!;
	expect(head.split('\r\n')).toEqual([
		expect.stringMatching(/^--vivi-/),
		'Content-Disposition: form-data; name="file"; filename="a%22b Content-Type: x é.txt"',
		'Content-Type: text/plain',
	]);
});

it('takes a new boundary each time', () => {
	const file = { name: 'a', mimeType: '', content };
	expect(multipart('file', file).contentType).not.toBe(multipart('file', file).contentType);
});

it.each([' ', 'pdf', 'text/plain\r\nX: y', 'a/b;c', 'text/', 'text/plain; a="\r\n"'])(
	'sends a file of the type %j, which is none, as bytes',
	async (mimeType) => {
		const file = await parse(multipart('file', { name: 'a', mimeType, content }));
		expect(file.type).toBe('application/octet-stream');
	},
);

it.each(['text/html; charset=utf-8', 'image/svg+xml', 'application/vnd.ms-excel', 'a/b; c="d e"'])(
	'keeps the type %j',
	(mimeType) => {
		const { body } = multipart('file', { name: 'a', mimeType, content });
		expect(Buffer.from(body as Uint8Array).toString()).toContain(
			`\r\nContent-Type: ${mimeType}\r\n`,
		);
	},
);

it.each(['', ' ', '..', 'a/'])('refuses a file without a name: %j', (name) => {
	expect(() => multipart('file', { name, mimeType: '', content })).toThrow(ViviInputError);
});

const decode = (name: string) => name.replace(/%22/g, '"');
