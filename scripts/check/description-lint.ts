import { ESLint, type Linter } from 'eslint';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

interface NodesBasePlugin {
	configs: { nodes: { rules: Linter.RulesRecord } };
}

/** Rules that a description may break, and why. n8n's own scan leaves out the first three as well. */
const EXCEPTIONS: Record<string, string> = {
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node':
		'older than NodeConnectionTypes',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'older than NodeConnectionTypes',
	'n8n-nodes-base/node-param-type-options-max-value-present':
		'a bound on what runs side by side is meant',
	'n8n-nodes-base/node-param-default-wrong-for-options':
		'nobody gets a role, a type or a scope that was not chosen',
	'n8n-nodes-base/node-dirname-against-convention': 'there is no file to a built description',
	'n8n-nodes-base/node-filename-against-convention': 'there is no file to a built description',
};

/**
 * n8n's lint rules read only literals, so they miss everything that is made from the catalogue. This function
 * writes the built description as a literal and lints it.
 * @param nodeFile compiled file of the node, absolute; the class has the file's name
 */
export async function lintDescription(nodeFile: string): Promise<string[]> {
	const className = /([^/\\]+)\.node\.js$/.exec(nodeFile)![1]!;
	const module = (await import(nodeFile)) as Record<string, new () => { description: unknown }>;
	const { description } = new module[className]!();
	const { default: plugin } = (await import('eslint-plugin-n8n-nodes-base' as string)) as {
		default: NodesBasePlugin;
	};
	const rules = { ...plugin.configs.nodes.rules };
	for (const rule of Object.keys(EXCEPTIONS)) rules[rule] = 'off';

	const eslint = new ESLint({
		overrideConfigFile: true,
		allowInlineConfig: false,
		overrideConfig: [
			{
				files: ['**/*.ts'],
				languageOptions: { parser: tseslint.parser as Linter.Parser },
				plugins: { 'n8n-nodes-base': plugin as never },
				rules,
			},
		],
	});
	const source = asSource(className, description);
	const lines = source.split('\n');
	const [result] = await eslint.lintText(source, {
		filePath: join(process.cwd(), `nodes/${className}/${className}.node.ts`),
	});
	return result!.messages.map(
		({ line, ruleId, message }) =>
			`${message} (${ruleId}) at ${lines
				.slice(line - 3, line + 2)
				.map((text) => text.trim())
				.join(' ')}`,
	);
}

function asSource(className: string, description: unknown): string {
	const literal = JSON.stringify(description, undefined, '\t').replace(
		/^(\t*)"([A-Za-z]\w*)":/gm,
		'$1$2:',
	);
	return [
		"import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';",
		`export class ${className} implements INodeType {`,
		`\tdescription: INodeTypeDescription = ${literal};`,
		'}',
		'',
	].join('\n');
}
