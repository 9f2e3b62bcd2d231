import type { JsonObject, JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';

/**
 * `documented`: VIVI's public pages show this very address. `assumed`: it follows the one documented
 * pattern, and the coverage table, the error texts and the doctor say so. `described`: the person's own
 * API description or address map says where it is.
 */
export type Source = 'documented' | 'assumed' | 'described';

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

/** All that a person chooses an operation of. */
export type GroupName = ResourceName | 'report' | 'chat' | 'apiRequest' | 'apiOperation';

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
	/** Any JSON, a list or a text as well. */
	| 'anyJson'
	/** Names with a value each. */
	| 'pairs'
	/** An ID that the person's own system gives: VIVI has no list to choose it from. */
	| 'ownId'
	/** The ID of a record of another resource. */
	| 'reference'
	/** Several IDs of another resource. */
	| 'references'
	/** Several names. */
	| 'texts'
	/** Several web addresses. */
	| 'urls'
	/** An operation of the person's API description: `POST /agents/{agentId}`. */
	| 'apiOperation'
	/** What that operation takes. */
	| 'apiFields'
	/** A file to upload. */
	| 'file'
	/** Several files to upload. */
	| 'files';

/** Something the person fills in; unless an operation says otherwise it is sent to VIVI under `name`. */
export interface InputField {
	/** VIVI's (assumed) key, camelCase; the shells derive their own spelling from it. */
	name: string;
	/** Title Case, in VIVI's own words. */
	label: string;
	type: FieldType;
	/** One sentence: what it is for. */
	help: string;
	/** What stands below it where a form has a place for that. */
	hint?: string;
	required?: boolean;
	placeholder?: string;
	options?: ReadonlyArray<{ value: string; label: string; help?: string }>;
	/** For `options`: whether any other value counts as well, as it is. */
	open?: boolean;
	/** What it is where nothing is filled in. A choice without one begins empty, so that nobody makes it unseen. */
	default?: string | number | boolean;
	/** What a form begins with; what a person empties stays empty. */
	initial?: string | number | boolean;
	/** For `number`: whether only whole numbers will do, and between which bounds. */
	whole?: boolean;
	min?: number;
	max?: number;
	/** For `reference` and `references`: the resource that is picked. */
	resource?: ResourceName;
	/** For `file`: whether several will do. */
	several?: boolean;
	/** For `pairs`: what one of them is called, in Title Case. */
	one?: string;
	/** Where it goes; the JSON body unless said otherwise. */
	in?: 'body' | 'query' | 'path';
	/** Only asked for when another field of the operation has one of these values. */
	onlyWhen?: { field: string; values: ReadonlyArray<string | boolean> };
	/** Only asked for when the API operation may answer with a list. */
	forLists?: boolean;
	/** Seldom needed, so that a form may put it aside. */
	aside?: boolean;
}

/** Something VIVI (presumably) answers with. */
export interface OutputField {
	name: string;
	label: string;
	type: 'string' | 'number' | 'boolean' | 'dateTime' | 'object' | 'array';
	/** Part of the simplified answer; at most ten per resource. */
	simple?: boolean;
	/** Tells records of several kinds apart where they come in one list. */
	tellsApart?: boolean;
}

/** What is done by a single request to an address of VIVI's. */
export type EndpointKind =
	/** GET a page of records. */
	| 'list'
	| 'get'
	/** GET the file that a record stands for. */
	| 'download'
	| 'create'
	| 'update'
	| 'delete'
	/** POST JSON; the answer passes through. */
	| 'action'
	/** POST a file as multipart; of a channel, for the address that the file gets. */
	| 'upload'
	/** Find records by what a person knows of them, in the list of a resource. */
	| 'find'
	/** A message to an agent, with its answer. */
	| 'message'
	/** The messages of several items in one request. */
	| 'messages';

/** What is done by requests that the operation itself decides on. */
export type CompositionKind =
	/** The lists of several workspaces, counted. */
	| 'report'
	/** Any request below the Base URL. */
	| 'request'
	/** An operation of the person's API description. */
	| 'described';

/** What an operation gives, where it is not the records of its resource. */
export interface Output {
	fields: readonly OutputField[];
	/** One believable answer. */
	sample: JsonObject;
	/** Of a list: what its records are called. */
	plural?: string;
	/** Records that come with it. */
	records?: { name: string; label: string; fields: readonly OutputField[]; sample: JsonObject };
}

/** Something a person can choose to be done. */
export interface Operation<Name extends string = string> {
	/** By which workflows keep it: `getAll`, `get`, `create`, … */
	name: Name;
	/** Title Case, beside the name of its group: 'Get Many'. */
	label: string;
	/** Sentence case, with the resource: 'Get many agents'. Reads as an AI tool's description. */
	action: string;
	/** One full sentence that tells somebody to do it: 'Create a new agent'. */
	description: string;
	/** The same, said of what does it: 'Creates a new agent'. */
	does: string;
	/** What it is called where its group is not named beside it, unless that follows from both names. */
	alone?: { label?: string; noun: string };
	kind: EndpointKind | CompositionKind;
	/** Which key it needs: an Account or Workspace API key, or the key of an API channel. */
	connection: 'key' | 'channel';
	/**
	 * `read` changes nothing, so that it may run beside others and be repeated. `write` may have changed
	 * something. `message` may have reached an agent, and nobody may repeat it by himself.
	 */
	safety: 'read' | 'write' | 'message';
	/** What is filled in besides the IDs in the path, in the order of a form. */
	fields: readonly InputField[];
	/** What is sent, where it is not what is filled in. */
	sent?: readonly InputField[];
	/** How it is carried out; has defaults, so that a form may leave it out. */
	settings?: readonly InputField[];
	output?: Output;
	/** It carries out several items together, as far as they go to the same place. */
	takesMany?: boolean;
	/** Not chosen by itself: what the setting of that name of another operation leads to. */
	optionOf?: { operation: string; setting: string };
}

/** An operation that has an address of its own. */
export interface Endpoint<Name extends string = string> extends Operation<Name> {
	kind: EndpointKind;
	method: HttpMethod;
	/** Below the base URL; `{…}` are `accountId` and the ID fields of resources, or `channelId`. */
	path: string;
	source: Source;
	/** Roles that may do it. Account API keys are always Account Admin. */
	roles: readonly Role[];
}

/** What is chosen first: a kind of record, or something else that VIVI can do. */
export interface Group {
	name: GroupName;
	/** Title Case, VIVI's own term. */
	label: string;
	/** One sentence: what it is in VIVI. */
	description: string;
	/** By their names. */
	operations: Readonly<Record<string, Operation>>;
}

/** A kind of record. */
export interface Resource extends Group {
	name: ResourceName;
	plural: string;
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
	/** Every resource can be listed. */
	operations: Readonly<Record<string, Endpoint>> & { getAll: Endpoint; get?: Endpoint };
}
