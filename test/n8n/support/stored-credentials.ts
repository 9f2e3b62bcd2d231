import { randomBytes } from 'node:crypto';

import { Container } from '@n8n/di';
import { Cipher, Credentials, EncryptionKeyProxy, getAdditionalKeys } from 'n8n-core';
import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	Workflow,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentialsEncrypted,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { PackageNodes } from './package-nodes';

/** How often n8n's credential hooks did something. */
export interface CredentialCounts {
	/** Calls of the credential type's own `preAuthentication`. */
	preAuthentications: number;
	/** Decryptions of stored values. */
	reads: number;
	/** Renewed values written back to the store. */
	saves: number;
}

/**
 * Credentials as n8n 2.41 keeps and serves them (its `dist/credentials-helper.js`), on a store in memory:
 * encrypted at rest, read anew for each request, and renewed only when the expirable field is empty or a
 * request came back with 401. As in n8n there is no lock and no look at the expiry. Left out are the
 * credential test, which n8n's server does, and overwrites, external secrets, OAuth and sharing.
 */
export class StoredCredentials extends ICredentialsHelper {
	readonly counts: CredentialCounts = { preAuthentications: 0, reads: 0, saves: 0 };
	readonly #rows = new Map<string, ICredentialsEncrypted>();

	constructor(private readonly nodes: PackageNodes) {
		super();
		useEncryptionKey();
	}

	/** Keeps a new credential; what it gives stands in a node's `credentials` under the type's name. */
	async add(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialsDetails & { id: string }> {
		this.nodes.credentialType(type);
		const id = String(this.#rows.size + 1);
		const credentials = new Credentials({ id, name }, type);
		await credentials.setData(data);
		this.#rows.set(id, credentials.getDataToSave());
		return { id, name };
	}

	override async getCredentials(details: INodeCredentialsDetails, type: string) {
		const row = this.#rows.get(details.id ?? '');
		if (row?.type !== type) {
			throw new Error(`There is no credential "${details.name}" of the type ${type}.`);
		}
		return await Promise.resolve(
			new Credentials({ id: row.id ?? null, name: row.name }, type, row.data),
		);
	}

	override async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const credentials = await this.getCredentials(details, type);
		await credentials.setData(data);
		this.#rows.set(credentials.id!, credentials.getDataToSave());
	}

	/** The stored values, with the type's defaults where there is none and with expressions resolved. */
	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = await (await this.getCredentials(details, type)).getData();
		if (raw) return stored;
		this.counts.reads++;
		const data = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored as INode['parameters'],
			true,
			false,
			null,
			null,
		)!;
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (!resolve) {
			const workflow = emptyWorkflow(this.nodes);
			return (await workflow.expression.withIsolate(
				async () =>
					await Promise.resolve(
						workflow.expression.getComplexParameterValue(
							workflow.nodes['Credential']!,
							data,
							mode,
							keys,
							undefined,
							undefined,
							data,
						),
					),
			)) as ICredentialDataDecryptedObject;
		}
		return resolve.workflow.expression.getParameterValue(
			data,
			resolve.runExecutionData,
			resolve.runIndex,
			resolve.itemIndex,
			resolve.node.name,
			resolve.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			data,
		) as ICredentialDataDecryptedObject;
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.nodes.credentialType(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || !type.preAuthentication) return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired) return undefined;

		const renewed = await this.runPreAuthentication(helpers, credentials, typeName);
		const details = node.credentials?.[typeName];
		if (renewed?.[expirable] === undefined || !details) return undefined;
		await this.#save(details, typeName, renewed, expirable);
		return Object.assign(credentials, renewed);
	}

	override async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.nodes.credentialType(typeName);
		this.counts.preAuthentications++;
		return (await preAuthentication?.call(withinDomains(helpers, credentials), credentials)) as
			ICredentialDataDecryptedObject | undefined;
	}

	/** An expression that the user wrote stays one, save for the renewed field itself. */
	async #save(
		details: INodeCredentialsDetails,
		type: string,
		renewed: ICredentialDataDecryptedObject,
		expirable: string,
	): Promise<void> {
		const stored = await (await this.getCredentials(details, type)).getData();
		const kept = Object.entries(renewed).filter(
			([name]) => name === expirable || !isExpression(stored[name]),
		);
		await this.updateCredentials(details, type, { ...stored, ...Object.fromEntries(kept) });
		this.counts.saves++;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.nodes.credentialType(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const { properties = {} } = (authenticate ?? {}) as Partial<IAuthenticateGeneric>;
		const resolved = (text: string) =>
			isExpression(text)
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							text,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						) || '',
					)
				: text;
		const parts = options as unknown as Record<string, Record<string, unknown>>;
		for (const [part, values] of Object.entries(properties)) {
			for (const [name, value] of Object.entries(values as Record<string, string>)) {
				parts[part] = { ...parts[part], [resolved(name)]: resolved(value) };
			}
		}
		return options;
	}

	override getCredentialsProperties(type: string): INodeProperties[] {
		return this.nodes.credentialType(type).properties;
	}

	override isCredentialUsableByNode(typeName: string, nodeType: string): boolean {
		const type = this.nodes.credentialType(typeName);
		return !type.restrictToSupportedNodes || this.nodes.supportedNodes(typeName).includes(nodeType);
	}

	/** None of the package's types extends another one. */
	override getParentTypes(type: string): string[] {
		return this.nodes.credentialType(type).extends ?? [];
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		return await Promise.reject(new Error('No credential of this package uses OAuth.'));
	}
}

/** n8n lets a credential's own requests reach its 'Allowed Domains' only. */
function withinDomains(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
	return {
		helpers: {
			httpRequest: async (options) =>
				await helpers.httpRequest({
					...options,
					...(allowedDomains !== undefined && { allowedDomains }),
				}),
		},
	};
}

/** Where n8n resolves a credential's expressions when no workflow is running. */
function emptyWorkflow(nodeTypes: PackageNodes): Workflow {
	const node: INode = {
		id: '1',
		name: 'Credential',
		type: 'test.evaluate',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
}

/** n8n's cipher takes its data key from the database; this one lasts as long as the process. */
function useEncryptionKey(): void {
	const key = {
		id: 'engine',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(randomBytes(32).toString('hex')),
		algorithm: 'aes-256-gcm',
		format: 'prefixed' as const,
	};
	const give = async () => await Promise.resolve(key);
	Container.get(EncryptionKeyProxy).setProvider({
		getActiveKey: give,
		getKeyById: give,
		getLegacyKey: give,
	});
}
