import { downloadFile } from '../../../zapier/src/http/download';

/** A file that a server hands over with these headers. */
const fetched = async (headers: Record<string, string>, path = '/files/d41d8cd9') =>
	await downloadFile(
		{
			http: async () => ({ status: 200, headers, body: Buffer.from('x') }),
			until: Date.now() + 1000,
		},
		`https://files.example.com${path}`,
	);

/** Text as Node.js gives it from a header whose server writes UTF-8. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1');

test.each([
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
	['not there', 'inline', 'd41d8cd9'],
	['empty', 'attachment; filename=""', 'd41d8cd9'],
	['all there is', 'filename=report.pdf', 'report.pdf'],
])('a name that is %s', async (_case, disposition, name) => {
	expect(await fetched({ 'content-disposition': disposition })).toMatchObject({ name });
});

test.each([
	['/files/%C3%9Cbersicht.txt', 'Übersicht.txt'],
	['/files/100%.txt', '100%.txt'],
	['/files/', 'file'],
	['/files/..%2F..%2Fx.txt', 'x.txt'],
])('the name comes from the address otherwise: %s', async (path, name) => {
	expect(await fetched({}, path)).toMatchObject({ name });
});

test.each([
	['application/pdf', 'application/pdf'],
	['text/plain; charset=utf-8', 'text/plain'],
	['image/svg+xml', 'image/svg+xml'],
	['pdf', ''],
	['application/pdf, application/octet-stream', ''],
	['', ''],
])('a type %j that VIVI could not be told is none', async (given, mimeType) => {
	expect(await fetched({ 'content-type': given })).toMatchObject({ mimeType });
});
