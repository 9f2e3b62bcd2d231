import fc from 'fast-check';
import { fileNameIn, safeFileName } from '../../../vivi/http/file-name';

it.each([
	['Q1 "final" – Größe?.pdf', 'Q1 "final" – Größe?.pdf'],
	['.env', '.env'],
	['../../etc/passwd', 'passwd'],
	['C:\\Users\\ada\\a.txt', 'a.txt'],
	['a\0b.txt', 'a b.txt'],
	['a\r\nSet-Cookie: x.txt', 'a Set-Cookie: x.txt'],
	['\u001b[31mred.txt', '[31mred.txt'],
	['invoice\u202efdp.exe', 'invoicefdp.exe'],
	['👩‍💻.png', '👩‍💻.png'],
	['a.txt. . ', 'a.txt'],
	['con', '_con'],
	['NUL.txt', '_NUL.txt'],
	['com1.tar.gz', '_com1.tar.gz'],
	['console.log', 'console.log'],
	['x'.repeat(5000) + '.pdf', 'x'.repeat(251) + '.pdf'],
	['ü'.repeat(5000) + '.pdf', 'ü'.repeat(125) + '.pdf'],
	['.'.repeat(5000), undefined],
	['..', undefined],
	['a/..', undefined],
	['\u202e \r\n', undefined],
	['', undefined],
])('makes of %j', (given, name) => expect(safeFileName(given)).toBe(name));

/** Text as Node.js gives it from a header whose server writes UTF-8. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1');

it.each([
	['in quotes', 'attachment; filename="my report.pdf"', 'my report.pdf'],
	['with quotes in it', String.raw`attachment; filename="a \"b\".txt"`, 'a "b".txt'],
	['without quotes', 'attachment; filename=report.pdf', 'report.pdf'],
	['with blanks and no quotes', 'attachment; filename=my report.pdf; size=3', 'my report.pdf'],
	['in UTF-8', asHeader('attachment; filename="Übersicht €.pdf"'), 'Übersicht €.pdf'],
	['in Latin-1', 'attachment; filename="Übersicht.pdf"', 'Übersicht.pdf'],
	[
		'encoded',
		"attachment; filename=x.pdf; filename*=UTF-8''Preise%20%E2%82%AC.pdf",
		'Preise €.pdf',
	],
	['encoded, with a language', "attachment; filename*=utf-8'en'my%20report.pdf", 'my report.pdf'],
	['in another encoding', "attachment; filename=x.pdf; filename*=EUC-JP''%C5.pdf", 'x.pdf'],
	['a path of Windows', String.raw`attachment; filename="C:\temp\report.pdf"`, 'report.pdf'],
	['a path', 'attachment; filename="../../etc/report.pdf"', 'report.pdf'],
	['full of signs that do harm', "filename*=UTF-8''..%2Fa%0D%0A%E2%80%AEb.pdf", 'a b.pdf'],
	['not there', 'inline', undefined],
	['empty', 'attachment; filename=""', undefined],
	['all there is', 'filename=report.pdf', 'report.pdf'],
])('reads a name that is %s', (_case, disposition, name) => {
	expect(fileNameIn({ 'content-disposition': disposition })).toBe(name);
});

/** Names of signs that do harm, and any others. */
const hostile = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 600 }),
	fc.string({
		unit: fc.constantFrom(
			'.',
			'/',
			'\\',
			' ',
			'a',
			'ü',
			'\0',
			'\r',
			'\n',
			'\u001b',
			'\u202e',
			'\ud800',
		),
		maxLength: 600,
	}),
	fc
		.tuple(fc.constantFrom('con', 'NUL', 'Lpt1', 'aux'), fc.constantFrom('', '.', ' .txt', '.a.b'))
		.map((parts) => parts.join('')),
);

/** What no name of a file may be, on no system. */
function expectSafe(name: string) {
	expect(name).not.toMatch(/[/\\\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
	expect(name).not.toMatch(/^\s|[\s.]$|^$/);
	expect(name).not.toMatch(/^(con|nul|lpt1|aux)\s*(\.|$)/i);
	expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
}

it('gives a name that is safe, or none, whatever comes', () =>
	fc.assert(
		fc.property(hostile, (given) => {
			const name = safeFileName(given);
			if (name === undefined) return;
			expectSafe(name);
			expect(safeFileName(name)).toBe(name);
		}),
		{ numRuns: 1000 },
	));

it('gives nothing else of the header of a download', () =>
	fc.assert(
		fc.property(hostile, fc.boolean(), (given, isEncoded) => {
			const value = isEncoded
				? `filename*=UTF-8''${encodeURIComponent(given.replace(/\p{Cs}/gu, ''))}`
				: `filename="${given}"`;
			const name = fileNameIn({ 'content-disposition': `attachment; ${value}` });
			if (name !== undefined) expectSafe(name);
		}),
		{ numRuns: 1000 },
	));
