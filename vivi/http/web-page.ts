import { parseJson } from './json';
import { bodyText, type HttpResponse } from './port';

/** Whether the answer is a web page; a wrong content type of JSON does not count. */
export function isWebPage(response: HttpResponse): boolean {
	return isHtml(response) && parseJson(bodyText(response)) === undefined;
}

/** Whether the answer is a web page; sign-in pages of proxies come with status 200. */
export function isHtml(response: HttpResponse): boolean {
	const start = bodyText(response).slice(0, 500).trim();
	if (start === '') return false;
	const type = response.headers['content-type'] ?? '';
	return /\bhtml\b/i.test(type) || /^<(!doctype|html|head|body)\b/i.test(start);
}
