import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { CHANNEL_FIELDS, KEY_FIELDS, KEY_TYPE } from '../../vivi/auth/connection-fields';
import { groups, resources } from '../../vivi/catalogue';
import { chat } from '../../vivi/catalogue/chat';
import { API_BASE_URL, WORKSPACES_PATH } from '../../vivi/catalogue/paths';
import { printFindings } from '../print/terminal';

/** n8n's own rules demand these literals in the shell. */
const WRITTEN_OUT = /^https:\/\/docs\.vivi\.bot\//;

/** A text about the platform itself belongs to the shell. */
const OF_PLATFORM = /\b(n8n|Zapier|workflow|Webhook|NodeApiError)\b/i;

/**
 * Words of one platform: the core takes the word for a credential from the shell (`connectionWord`), and
 * says neutrally where a value comes from. VIVI's own 'API Credentials' is plural.
 */
const OF_SHELL = /\b(credential|expressions?)\b/i;

/**
 * Literals in n8n's node classes: the description of a node, and n8n's own names for the modes of a
 * locator.
 */
const ABOUT_NODES = new Set([
	'Work with the agents, knowledge bases and workspaces of a VIVI account',
	'By ID',
]);

/**
 * Finds texts of a source file that are on the wrong side: VIVI's own in a shell, or the name or a word of
 * a platform in the core. Comments may name everything.
 * @param file relative to the repository
 * @returns `file:line: what is wrong`
 */
export function textFindings(file: string, source: string): string[] {
	const judge = file.startsWith('vivi/') ? wrongInCore : wrongInShell;
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const findings: string[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		const wrong = text === undefined ? undefined : judge(text);
		if (wrong !== undefined) {
			const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
			findings.push(`${file}:${line + 1}: ${wrong}: ${text!.slice(0, 80)}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return findings;
}

/** The text of a literal or a name; undefined for other nodes, and for imported files. */
function textOf(node: ts.Node): string | undefined {
	if (ts.isSourceFile(node) || ts.isImportDeclaration(node.parent)) return undefined;
	if (ts.isTemplateExpression(node)) {
		return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
	}
	if (ts.isStringLiteralLike(node)) return node.text;
	return ts.isIdentifier(node) && /n8n|zapier/i.test(node.text) ? node.text : undefined;
}

function wrongInCore(text: string): string | undefined {
	if (/n8n|zapier/i.test(text)) return 'the core names a platform';
	return OF_SHELL.test(text) ? "the core uses a platform's word" : undefined;
}

function wrongInShell(text: string): string | undefined {
	if (WRITTEN_OUT.test(text) || ABOUT_NODES.has(text)) return undefined;
	if (text.includes(HOST)) return "a shell holds VIVI's host";
	if (PATH.test(text)) return "a shell holds a path of VIVI's";
	if (LABELS.has(text)) return "a shell holds a label of VIVI's";
	return isSentenceOnVivi(text) && !OF_PLATFORM.test(text)
		? 'a shell holds a text about VIVI'
		: undefined;
}

/** The registered part of the host, so that it is found with any subdomain. */
const HOST = new URL(API_BASE_URL).hostname.split('.').slice(-2).join('.');

/** The fixed parts of the catalogue's addresses. */
const PATH = new RegExp(
	`/(${[WORKSPACES_PATH, chat.operations.send.path]
		.map((path) => path.split('/')[1]!)
		.concat(resources.map(({ segment }) => segment))
		.join('|')})(/|$)`,
);

/** Only labels of more than one word, because a single word may mean anything. */
const LABELS: ReadonlySet<string> = new Set(
	labelsIn([groups, KEY_FIELDS, KEY_TYPE, CHANNEL_FIELDS]).filter((label) => / /.test(label)),
);

function labelsIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
		['label', 'plural'].includes(key) && typeof inner === 'string' ? [inner] : labelsIn(inner),
	);
}

/** Whether a text is a sentence about VIVI, and not only a name. */
function isSentenceOnVivi(text: string): boolean {
	return /\bVIVI\b/.test(text) && /\b[a-z]{2,} [a-z]{2,}\b|\bVIVI('s)? [a-z]+\b/.test(text);
}

/** `npm run check:texts`: looks at the core and at both shells. */
function main(): void {
	const root = join(__dirname, '../..');
	const files = globSync(
		['vivi/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'zapier/src/**/*.ts'],
		{ cwd: root },
	);
	printFindings(
		'texts of the core and the shells',
		files.flatMap((file) => textFindings(file, readFileSync(join(root, file), 'utf8'))),
	);
}

if (require.main === module) main();
