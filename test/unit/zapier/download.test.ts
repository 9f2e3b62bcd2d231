import { downloadFile } from '../../../zapier/src/http/download';

test.each([
	['/files/%C3%9Cbersicht.txt', 'Übersicht.txt'],
	['/files/100%.txt', '100%.txt'],
	['/files/', 'file'],
	['/files/..%2F..%2Fx.txt', 'x.txt'],
])('a file that the server does not name is named by its address: %s', async (path, name) => {
	const http = async () => ({ status: 200, headers: {}, body: Buffer.from('x') });
	const at = { http, until: Date.now() + 1000 };
	expect(await downloadFile(at, `https://files.example.com${path}`)).toMatchObject({ name });
});
