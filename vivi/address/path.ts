import { ViviInputError } from '../errors';

const LONE_SURROGATE = /\p{Surrogate}/u;

const CONTROL = /\p{Cc}/u;

/** Begins an ID that was made for a record which VIVI lists without one. VIVI does not know such an ID. */
export const MADE_ID = 'no-id-';

/**
 * Fills the `{…}` of a catalogue path; each ID becomes exactly one segment.
 * @throws ViviInputError `missing_id` or `invalid_id` naming the field
 */
export function fillPath(path: string, ids: Readonly<Record<string, unknown>>): string {
	return path.replace(/\{(\w+)\}/g, (_, field: string) =>
		encodeId(Object.hasOwn(ids, field) ? ids[field] : undefined, field),
	);
}

/**
 * Encodes an ID as one segment of a path, character by character. `readTypedId` reads IDs that a
 * person typed, and is stricter.
 */
export function encodeId(value: unknown, field: string): string {
	const label = idLabel(field);
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
		throw new ViviInputError({
			code: 'missing_id',
			field,
			message: `'${formLabel(field)}' is empty.`,
			hint: `${missingHint(field)} If it comes from an earlier step, check that the step delivers one.`,
		});
	}
	// Above 2^53 a number does not hold all its digits.
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
		throw refusedId(
			field,
			'is neither text nor a whole number',
			`Enter the ${label} as VIVI shows it.`,
		);
	}
	const id = String(value);
	if (LONE_SURROGATE.test(id)) {
		throw refusedId(field, 'contains half a character', `Copy the ${label} again from VIVI.`);
	}
	if (CONTROL.test(id)) {
		throw refusedId(field, 'contains a control character', `Copy the ${label} again from VIVI.`);
	}
	// URL parsers and some proxies resolve dot segments, even behind an encoded slash.
	if (id.split(/[/\\]/).some((part) => isDots(part.replace(/;.*$/, '')))) {
		throw refusedId(
			field,
			'contains a path, not an ID',
			`Enter the ${label} alone, without slashes.`,
		);
	}
	if (id.startsWith(MADE_ID)) {
		throw refusedId(
			field,
			'stands for a record that VIVI lists without an ID',
			'VIVI does not know it. Wait until VIVI has given the record an ID, and look the record up by its name.',
		);
	}
	return encodeURIComponent(id);
}

/** The error for an unusable ID. `what` completes "'Label' …" and does not repeat the ID. */
export function refusedId(field: string, what: string, hint: string): ViviInputError {
	const message = `'${idLabel(field)}' ${what}.`;
	return new ViviInputError({ code: 'invalid_id', field, message, hint });
}

/**
 * `knowledgeBaseId` → `Knowledge Base`, the field's label in forms; the account has no choice and
 * keeps its ID.
 */
function formLabel(field: string): string {
	const label = idLabel(field);
	return field === 'accountId' ? label : label.replace(/ ID$/, '');
}

function missingHint(field: string): string {
	if (field === 'accountId') return `Enter the ${idLabel(field)} of the key.`;
	const choose = `Choose the ${formLabel(field).toLowerCase()} from the list, or enter its ID.`;
	return field === 'workspaceId'
		? `${choose} It may be left out only with a Workspace API key, which has a workspace of its own.`
		: choose;
}

/** `knowledgeBaseId` → `Knowledge Base ID`, for the ID itself. */
export function idLabel(field: string): string {
	const words = field.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/\bId\b/g, 'ID');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names in braces that a path may hold in place of an ID: the account and the workspace of the key. */
interface OwnPlaces {
	accountId: string;
	/** Undefined with an Account API key. */
	workspaceId: string | undefined;
}

/**
 * Checks the path of the 'API Request' operation: it has to lie below the base URL, perhaps with a
 * query. No trick may lead to another host or above the base path.
 * @param own fills in `{accountId}` and `{workspaceId}` before the query
 * @returns the path in canonical encoding, starting with a slash
 * @throws ViviInputError `invalid_path`; the text does not repeat the value
 */
export function freePath(value: unknown, own?: OwnPlaces): string {
	const refuse = (what: string, hint = HINT) =>
		new ViviInputError({ code: 'invalid_path', field: 'path', message: `'Path' ${what}.`, hint });

	if (typeof value !== 'string' || value.trim() === '') throw refuse('is empty');
	// URL parsers drop tabs and line breaks, so "/\t/host" would become "//host".
	if (CONTROL.test(value)) throw refuse('contains a tab, line break or other control character');
	if (LONE_SURROGATE.test(value)) throw refuse('contains half a character');

	const text = own ? withOwnPlaces(value.trim(), own, refuse) : value.trim();
	const path = text.split('?', 1)[0] ?? '';
	if (text.includes('#')) {
		throw refuse('contains a # sign', 'Write %23 where the sign itself is meant.');
	}
	if (/^[a-z][a-z\d+.-]*:/i.test(text)) {
		throw refuse('is a whole address', `The host comes from 'Base URL'. ${HINT}`);
	}
	// URL parsers read a backslash as a slash.
	if (path.includes('\\')) throw refuse('contains a backslash');
	if (/^(\/\/|[@:])/.test(text)) throw refuse('leads to another host');
	if (/\{[^{}]*\}/.test(path)) {
		throw refuse(
			'holds a name in braces where an ID should stand',
			'Put the ID itself there, such as /agents/123 for /agents/{agentId}. Only {accountId} and {workspaceId} are filled in for you.',
		);
	}
	if (hasDotSegment(path)) {
		throw refuse(
			"contains a '.' or '..' segment",
			"Write the path out in full, from 'Base URL' on.",
		);
	}

	// The parser that will be used checks once more, so that no rule above has to be complete.
	const base = 'https://base.invalid/prefix';
	const url = new URL(`${base}${text.startsWith('/') ? '' : '/'}${text}`);
	if (!isBelow(url, new URL(base))) throw refuse('leads to another address');
	return `${url.pathname.slice('/prefix'.length)}${url.search}`;
}

function withOwnPlaces(
	text: string,
	own: OwnPlaces,
	refuse: (what: string, hint: string) => ViviInputError,
): string {
	const [path, ...query] = text.split('?') as [string, ...string[]];
	const filled = path.replace(/\{(accountId|workspaceId)\}/g, (_, field: keyof OwnPlaces) => {
		const id = own[field];
		if (id !== undefined) return encodeId(id, field);
		throw refuse(
			'holds {workspaceId}, but the key belongs to no workspace',
			'Put the ID of the workspace there. Only a Workspace API key has a workspace of its own.',
		);
	});
	return [filled, ...query].join('?');
}

const HINT =
	'Enter only the part behind the base URL, such as /accounts/123/workspaces?search=support.';

/**
 * Dot segments as URL parsers see them (%2e is a dot), and behind encoded slashes, as proxies see
 * them.
 */
export function hasDotSegment(path: string): boolean {
	return path
		.replace(/%2f|%5c/gi, '/')
		.split('/')
		.some((segment) => isDots(segment.replace(/;.*$/, '')));
}

function isDots(segment: string): boolean {
	return /^(\.|%2e){1,2}$/i.test(segment);
}

/** True when the URL has the base's origin and lies at or under its path. */
export function isBelow(url: URL, base: URL): boolean {
	const prefix = base.pathname.replace(/\/+$/, '');
	return (
		url.origin === base.origin &&
		url.username === '' &&
		url.password === '' &&
		url.hash === '' &&
		(url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))
	);
}
