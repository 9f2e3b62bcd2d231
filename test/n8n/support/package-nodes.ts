import { join } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import {
	injectDomainRestrictionFields,
	NodeConnectionTypes,
	NodeHelpers,
	type ICredentialType,
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

/** What a workflow may be made of: the package's nodes, and `test.start` and `test.evaluate`. */
export class PackageNodes implements INodeTypes {
	readonly #loader = new SourceLoader(root);
	readonly #types = new Map<string, INodeType | IVersionedNodeType>([
		['test.start', new Start()],
		['test.evaluate', new Evaluate()],
	]);

	async load(): Promise<this> {
		await this.#loader.loadAll();
		for (const [name, { type }] of Object.entries(this.#loader.nodeTypes)) {
			this.#types.set(`${this.#loader.packageName}.${name}`, type);
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
