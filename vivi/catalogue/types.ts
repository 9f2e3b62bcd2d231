import type { JsonObject, JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';

/**
 * `documented`: VIVI's public pages show this very address. `assumed`: it follows the one documented
 * pattern, and the coverage table, the error texts and the doctor say so.
 */
export type Source = 'documented' | 'assumed';

/** Roles as VIVI's guide names them (docs.vivi.bot › Accounts & Billing › Users). */
export const ROLES = {
	accountAdmin: 'Account Admin',
	workspaceAdmin: 'Workspace Admin',
	agentManager: 'Agent Manager',
	contentManager: 'Content Manager',
	billingAdmin: 'Billing Admin',
	chatUser: 'Chat User',
} as const;
export type Role = keyof typeof ROLES;

/** What a role may do in its workspace, as the matrix of the same page shows it. */
export const ROLE_HELP: Readonly<Record<Exclude<Role, 'accountAdmin'>, string>> = {
	workspaceAdmin: 'Everything in the workspace, its users and their roles included',
	agentManager: 'Creates, changes and deletes agents, prompts and channels; sees knowledge bases',
	contentManager: 'Creates, changes and deletes knowledge bases and integrations',
	billingAdmin: 'Sees billing and manages payment methods',
	chatUser: 'Sees and creates chat threads',
};

export type ResourceName =
	'workspace' | 'user' | 'agent' | 'prompt' | 'knowledgeBase' | 'file' | 'channel' | 'thread';

export type FieldType =
	| 'string'
	/** Long text over several lines, such as a prompt. */
	| 'text'
	| 'email'
	| 'url'
	| 'number'
	| 'boolean'
	| 'dateTime'
	/** One of `options`. */
	| 'options'
	/** An object, given as an object or as JSON text. */
	| 'json'
	/** The ID of a record of another resource. */
	| 'reference'
	/** Several IDs of another resource. */
	| 'references'
	/** Several names. */
	| 'texts'
	/** Several web addresses. */
	| 'urls'
	/** A file to upload. */
	| 'file';

/** Something the person fills in, sent to VIVI under `name`. */
export interface InputField {
	/** VIVI's (assumed) key, camelCase; the shells derive their own spelling from it. */
	name: string;
	/** Title Case, in VIVI's own words. */
	label: string;
	type: FieldType;
	/** One sentence: what it is for. */
	help: string;
	required?: boolean;
	placeholder?: string;
	options?: ReadonlyArray<{ value: string; label: string; help?: string }>;
	/** What it is where nothing is filled in. A choice without one begins empty, so that nobody makes it unseen. */
	default?: string | number | boolean;
	/** For `number`: whether only whole numbers will do, and between which bounds. */
	whole?: boolean;
	min?: number;
	max?: number;
	/** For `reference` and `references`: the resource that is picked. */
	resource?: ResourceName;
	/** Where it goes; the JSON body unless said otherwise. */
	in?: 'body' | 'query';
	/** Only asked for when another field of the operation has one of these values. */
	onlyWhen?: { field: string; values: readonly string[] };
}

/** Something VIVI (presumably) answers with. */
export interface OutputField {
	name: string;
	label: string;
	type: 'string' | 'number' | 'boolean' | 'dateTime' | 'object' | 'array';
	/** Part of the simplified answer; at most ten per resource. */
	simple?: boolean;
}

export type OperationKind =
	/** GET a page of records. */
	| 'list'
	| 'get'
	| 'create'
	| 'update'
	| 'delete'
	/** POST to a record; the answer passes through. */
	| 'action'
	/** POST a file as multipart. */
	| 'upload';

export interface Operation {
	/** n8n's `operation` value: `getAll`, `get`, `create`, … */
	name: string;
	/** Title Case, n8n's vocabulary: 'Get Many'. */
	label: string;
	/** Sentence case, with the resource: 'Get many agents'. Reads as an AI tool's description. */
	action: string;
	/** One full sentence. */
	description: string;
	kind: OperationKind;
	method: HttpMethod;
	/** Below the base URL; `{…}` are `accountId` and the ID fields of resources. */
	path: string;
	source: Source;
	/** Roles that may do it. Account API keys are always Account Admin. */
	roles: readonly Role[];
	/** What is filled in besides the IDs in the path. */
	fields: readonly InputField[];
	/** The records it lists, when they are not the resource's own (messages of a thread). */
	output?: { fields: readonly OutputField[]; sample: JsonObject; plural: string };
}

export interface Resource {
	name: ResourceName;
	/** Title Case, VIVI's own term. */
	label: string;
	plural: string;
	/** One sentence: what it is in VIVI. */
	description: string;
	/** Name of the path parameter and of the n8n locator: `agentId`. */
	idField: string;
	/** What a person recognises a record by, best first. */
	titleFields: readonly string[];
	/** The resource it lives in; a workspace lives in the account. */
	parent?: ResourceName;
	/** Last segment of the list's path: `knowledge-bases`. */
	segment: string;
	output: readonly OutputField[];
	/** One believable record, with every output field. */
	sample: Record<string, JsonValue>;
	operations: readonly Operation[];
}
