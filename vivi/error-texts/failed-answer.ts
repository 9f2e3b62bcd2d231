import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { scrub } from '../text/scrub';

/** True for a 200 whose body says that it failed. */
export function saysFailed(body: JsonValue | undefined): boolean {
	if (!isJsonObject(body)) return false;
	const { error, errors, success } = body;
	return (
		success === false ||
		(typeof error === 'string' && error !== '') ||
		isJsonObject(error) ||
		(Array.isArray(errors) && errors.length > 0) ||
		namesFailure(body)
	);
}

/**
 * Whether a status in the body says so: `{ "status": "error" }`, `{ "code": 500 }`, `{ "ok": false
 * }`.
 */
function namesFailure({ code, status, statusCode, ok }: JsonObject): boolean {
	const isFailure = (value: JsonValue | undefined) =>
		typeof value === 'number'
			? value >= 400 && value <= 599
			: typeof value === 'string' && FAILURE.test(value);
	return ok === false || [code, status, statusCode].some(isFailure);
}

const FAILURE =
	/^([45]\d\d|(?!no[\s_-])([\w-]+[\s_-])?(error|fail(ed|ure)?|exception|denied|forbidden|unauthori[sz]ed|unavailable|time[sd]?[\s_-]?out))$/i;

/** The keys of a JSON answer, for a text that must not show values. */
export function describeKeys(body: JsonValue | undefined): string {
	if (Array.isArray(body)) return 'a list of something else than records';
	if (!isJsonObject(body))
		return body === null || body === undefined ? 'nothing' : 'a single value';
	const keys = Object.keys(body);
	if (keys.length === 0) return 'an empty object';
	const shown = keys.slice(0, 12).map((key) => `'${scrub(key)?.slice(0, 40) ?? '?'}'`);
	return `the keys ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}
