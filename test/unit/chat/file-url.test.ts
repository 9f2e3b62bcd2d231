import { findFileUrl } from '../../../vivi/chat/file-url';
import type { JsonValue } from '../../../vivi/http/json';

const url = 'https://files.example/a%20b.pdf?sig=1';

it.each<[string, JsonValue]>([
	['bare', url],
	['url', { id: 1, url }],
	['a list', { urls: [url] }],
	['files', { data: { files: [{ name: 'a b.pdf', url }] } }],
	['file', { file: url }],
	['fileUrl', { result: { fileUrl: url } }],
])('finds the address in %s', (_, answer) => {
	expect(findFileUrl(answer)).toBe(url);
});

it.each<[JsonValue]>([
	[{}],
	[{ url: 'a.pdf' }],
	[{ urls: [url, url] }],
	[{ url: 7 }],
	[null],
	['no url'],
])('finds none in %j', (answer) => {
	expect(findFileUrl(answer)).toBeUndefined();
});
