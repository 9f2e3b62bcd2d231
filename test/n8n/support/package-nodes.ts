import { join } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import {
	injectDomainRestrictionFields,
	NodeConnectionTypes,
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

const root = join(__dirname, '../../..');

/** n8n's own loader for the packages it finds installed, on our sources instead of on dist/. */
class SourceLoader extends PackageDirectoryLoader {
	protected override resolvePath(file: string): string {
		return super.resolvePath(
			file.replace(/^dist\/(.*?)(\.js)?$/, (_, path: string, js?: string) =>
				js ? `${path}.ts` : path,
			),
		);
	}
}

/** Stands for whatever starts a workflow: hands on the items that the run was given. */
class Start implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Starts the workflow',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async trigger() {
		return await Promise.resolve({});
	}
}

/** Gives each item what its 'Value' comes to, so that a workflow can show what an expression sees. */
class Evaluate implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Evaluate',
		name: 'evaluate',
		group: ['transform'],
		version: 1,
		description: 'Evaluates an expression for each item',
		defaults: { name: 'Evaluate' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((_, item) => ({
			json: { value: this.getNodeParameter('value', item) as string },
			pairedItem: { item },
		}));
		return await Promise.resolve([items]);
	}
}

/**
 * Stands for an AI agent, without its language model: calls each tool that is connected with the item's
 * fields as arguments, through what n8n makes of the tool's node.
 */
class Agent implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls the connected tools',
		defaults: { name: 'Agent' },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', required: true },
		],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
		const items: INodeExecutionData[] = [];
		for (const { json } of this.getInputData()) {
			for (const tool of tools) {
				const asked = Object.keys(tool.schema.shape);
				items.push({ json: { name: tool.name, asked, answer: await tool.invoke(json) } });
			}
		}
		return [items];
	}
}

/** What the test reads of a tool of LangChain's, which n8n's core brings along. */
interface Tool {
	name: string;
	schema: { shape: object };
	invoke(values: IDataObject): Promise<string>;
}

/** A node as n8n offers it to agents: what it gives is a tool. */
function asTool(node: INodeType): INodeType {
	const outputs = [NodeConnectionTypes.AiTool];
	return Object.create(node, {
		description: { value: { ...node.description, inputs: [], outputs } },
	}) as INodeType;
}

/**
 * What a workflow may be made of: the package's nodes, those of them that may be tools as such too, and
 * `test.start`, `test.evaluate` and `test.agent`.
 */
export class PackageNodes implements INodeTypes {
	readonly #loader = new SourceLoader(root);
	readonly #types = new Map<string, INodeType | IVersionedNodeType>([
		['test.start', new Start()],
		['test.evaluate', new Evaluate()],
		['test.agent', new Agent()],
	]);

	async load(): Promise<this> {
		await this.#loader.loadAll();
		for (const [name, { type }] of Object.entries(this.#loader.nodeTypes)) {
			const fullName = `${this.#loader.packageName}.${name}`;
			this.#types.set(fullName, type);
			const current = NodeHelpers.getVersionedNodeType(type);
			if (current.description.usableAsTool) this.#types.set(`${fullName}Tool`, asTool(current));
		}
		for (const { type } of Object.values(this.#loader.credentialTypes)) {
			// 'Allowed Domains', which n8n adds to every credential it can use by itself.
			type.properties = injectDomainRestrictionFields(type);
		}
		return this;
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.#types.get(name);
		if (!type)
			throw new Error(`No node type ${name}; there are ${[...this.#types.keys()].join(', ')}.`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes() {
		return this.#loader.known.nodes;
	}

	/** @throws n8n's own error for a type that the package does not have */
	credentialType(name: string): ICredentialType {
		return this.#loader.getCredential(name).type;
	}

	supportedNodes(credentialType: string): string[] {
		return this.#loader.known.credentials[credentialType]?.supportedNodes ?? [];
	}
}
