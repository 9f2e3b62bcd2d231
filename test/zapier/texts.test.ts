import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { ViviApi } from '../../credentials/ViviApi.credentials';
import { ViviChannelApi } from '../../credentials/ViviChannelApi.credentials';
import { ViviToolApi } from '../../credentials/ViviToolApi.credentials';
import { Vivi } from '../../nodes/Vivi/Vivi.node';
import { ViviToolTrigger } from '../../nodes/ViviToolTrigger/ViviToolTrigger.node';
import { ViviTrigger } from '../../nodes/ViviTrigger/ViviTrigger.node';
import { groups } from '../../vivi/catalogue';
import { chat } from '../../vivi/catalogue/chat';
import { additionalProperties } from '../../vivi/catalogue/fields';
import App from '../../zapier/src';

const root = join(__dirname, '../..');

/** Every text under one of these keys, however deep. */
function textsUnder(keys: readonly string[], value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Object.entries(value).flatMap(([key, one]) =>
		typeof one === 'string' && keys.includes(key) ? [one] : textsUnder(keys, one, seen),
	);
}

/** Names that a text puts in quotes: they begin with a capital, as all labels do. */
const namesIn = (text: string) =>
	[...text.matchAll(/(?<![\p{L}\p{N}])'(\p{Lu}[\p{L} ]*)'(?!\p{L})/gu)].map(([, name]) => name!);

/** Fields that Zapier asks for only in some cases are made by functions. */
const conditional = textsUnder(['label'], [groups, additionalProperties]);
const zapier = new Set([...textsUnder(['label'], App), ...conditional]);
const n8n = new Set(
	textsUnder(
		['displayName', 'name'],
		[
			...[new Vivi(), new ViviTrigger(), new ViviToolTrigger()],
			...[new ViviApi(), new ViviChannelApi(), new ViviToolApi()],
		],
	),
);
const shared = textsUnder(['label'], groups);
/** Of n8n's credentials and its HTTP Request node, and of VIVI's own pages. */
const others = [
	...['Allowed Domains', 'API Credentials'],
	...['Proxy', 'Ignore SSL Issues', 'CA', 'Host'],
];

/** The texts of the source files in a folder. */
function textsOf(folder: string): string[] {
	const files = globSync('**/*.ts', { cwd: join(root, folder) });
	expect(files.length).toBeGreaterThan(1);
	return files.flatMap((file) => {
		const source = readFileSync(join(root, folder, file), 'utf8');
		const texts: string[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) texts.push(node.text);
			if (ts.isTemplateMiddleOrTemplateTail(node)) texts.push(node.text);
			ts.forEachChild(node, visit);
		};
		visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest));
		return texts;
	});
}

describe('a name in quotes', () => {
	it('in a text of the Zapier app is one of its fields, steps or choices', () => {
		const texts = [
			...textsUnder(['helpText', 'description', 'placeholder'], App),
			...textsUnder(['help'], chat),
			...textsOf('zapier/src'),
		];
		const names = texts.flatMap(namesIn);
		expect(names.filter((name) => !zapier.has(name))).toEqual([]);
	});

	it('in a text of the n8n nodes is one of their parameters, operations or choices', () => {
		const names = ['nodes', 'credentials'].flatMap(textsOf).flatMap(namesIn);
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((name) => !n8n.has(name) && !others.includes(name))).toEqual([]);
	});

	it('in a text of the core is there in one of the connectors', () => {
		const names = textsOf('vivi').flatMap(namesIn);
		const known = new Set([...zapier, ...n8n, ...shared, ...others]);
		expect(names.length).toBeGreaterThan(30);
		expect([...new Set(names.filter((name) => !known.has(name)))]).toEqual([]);
	});

	it('in a help that both connectors show means the same in both', () => {
		const help = textsUnder(['help', 'description'], groups);
		const names = help.flatMap(namesIn);
		expect(names.filter((name) => !zapier.has(name) || !n8n.has(name))).toEqual([]);
		// A step of that name is another one in Zapier than the operation in n8n.
		expect(names).not.toContain(chat.operations.uploadFile.label);
	});
});

it("the Zapier app speaks of no part of n8n's", () => {
	const own = textsUnder(['helpText', 'description', 'label', 'placeholder'], App);
	const texts = [...own, ...textsOf('zapier/src')];
	const words = /\b(nodes?|workflows?|executions?|expressions?|credential)\b/i;
	expect(texts.length).toBeGreaterThan(100);
	expect(texts.filter((text) => text.includes(' ') && words.test(text))).toEqual([]);
});

describe('the recipes for Zaps', () => {
	const page = readFileSync(join(root, 'docs/zapier.md'), 'utf8');
	const [, recipes] = /^Zaps to build:\n([\s\S]*?)^#/m.exec(page)!;
	const { triggers, searches, creates, searchOrCreates } = App;
	const steps = [triggers, searches, creates, searchOrCreates].flatMap((all) => Object.values(all));
	/** The steps of the recipes that are of this app: those of another one begin with its name. */
	const own = [...recipes!.matchAll(/(?:→|\*\*) _([^_]+)_(?: \((_[^)]*)\))?/g)];

	it('are read', () => expect(own.length).toBeGreaterThan(8));

	it.each(own.map(([, label, input = '']) => [label!, input] as const))(
		'%s is a step and has the fields: %s',
		(label, input) => {
			const step = steps.find(({ display }) => display.label === label);
			expect(step).toBeDefined();
			const asked = step && 'operation' in step ? step.operation.inputFields : [];
			const fields = new Set([...textsUnder(['label'], asked), ...conditional]);
			const named = [...input.matchAll(/_([^_]+)_:/g)].map(([, name]) => name!);
			expect(named.filter((name) => !fields.has(name))).toEqual([]);
		},
	);
});
