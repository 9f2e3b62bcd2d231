import type { JsonObject, JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';

/**
 * `documented`: VIVI's public pages show this very address. `assumed`: it follows the one documented
 * pattern, and the coverage table, the error texts and the doctor say so. `described`: it comes from
 * the person's own API description or address map.
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

/** What a role may do in its workspace, according to the matrix on the same page. */
export const ROLE_HELP: Readonly<Record<Exclude<Role, 'accountAdmin'>, string>> = {
	workspaceAdmin: 'Everything in the workspace, its users and their roles included',
	agentManager: 'Creates, changes and deletes agents, prompts and channels; sees knowledge bases',
	contentManager: 'Creates, changes and deletes knowledge bases and integrations',
	billingAdmin: 'Sees billing and manages payment methods',
	chatUser: 'Sees and creates chat threads',
};

export type ResourceName =
	'workspace' | 'user' | 'agent' | 'prompt' | 'knowledgeBase' | 'file' | 'channel' | 'thread';

/** Lists within records that can be watched. */
export type WatchedName = 'message';

/** The groups of operations that a person chooses from. */
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
	/** Any JSON, also a list or a text. */
	| 'anyJson'
	/** Names and their values. */
	| 'pairs'
	/** An ID from the person's own system: VIVI has no list to choose it from. */
	| 'ownId'
	/** The ID of a record of another resource. */
	| 'reference'
	/** Several IDs of another resource. */
	| 'references'
	/** Several names; with `options` several of those. */
	| 'texts'
	/** Several web addresses. */
	| 'urls'
	/** An operation of the person's API description: `POST /agents/{agentId}`. */
	| 'apiOperation'
	/** The fields of that operation. */
	| 'apiFields'
	/** A file to upload. */
	| 'file'
	/** Several files to upload. */
	| 'files';

/**
 * A field that the person fills in; unless an operation says otherwise, it is sent to VIVI under
 * `name`.
 */
export interface InputField {
	/** VIVI's (assumed) key, camelCase; the shells derive their own spelling from it. */
	name: string;
	/** Title Case, in VIVI's own words. */
	label: string;
	type: FieldType;
	/** One sentence that says what it is for. */
	help: string;
	/** The text below the field, where a form has a place for it. */
	hint?: string;
	required?: boolean;
	/** Fields of which any may be filled in instead of this one, which is required otherwise. */
	orElse?: readonly string[];
	placeholder?: string;
	options?: ReadonlyArray<{ value: string; label: string; help?: string }>;
	/** For `options`: whether other values are allowed too; they are sent unchanged. */
	open?: boolean;
	/**
	 * The value when nothing is filled in. A choice without a default begins empty, so that nobody
	 * makes it unseen.
	 */
	default?: string | number | boolean | readonly string[];
	/** The first value in a form; when a person empties the field, it stays empty. */
	initial?: string | number | boolean;
	/** For `number`: whether only whole numbers are allowed, and the bounds. */
	whole?: boolean;
	min?: number;
	max?: number;
	/** For `reference` and `references`: the resource of the record. */
	resource?: ResourceName;
	/** For `file`: whether several files are allowed. */
	several?: boolean;
	/** For `pairs`: the name of one pair, in Title Case. */
	one?: string;
	/** The part of the request; the JSON body unless given. */
	in?: 'body' | 'query' | 'path';
	/** The form shows the field only when another field of the operation has one of these values. */
	onlyWhen?: { field: string; values: ReadonlyArray<string | boolean> };
	/** The form shows the field only when the API operation may answer with a list. */
	forLists?: boolean;
	/** Seldom needed; a form may hide it at first. */
	aside?: boolean;
	/** It takes a place that keeps something from one run to the next. */
	remembers?: boolean;
}

/** A field of VIVI's (presumed) answers. */
export interface OutputField {
	name: string;
	label: string;
	type: 'string' | 'number' | 'boolean' | 'dateTime' | 'object' | 'array';
	/** Part of the simplified answer; at most ten per resource. */
	simple?: boolean;
	/** Distinguishes records of several kinds in one list. */
	tellsApart?: boolean;
}

/** A single request to an address of VIVI's. */
export type EndpointKind =
	/** GET a page of records. */
	| 'list'
	| 'get'
	/** GET the file that a record stands for. */
	| 'download'
	| 'create'
	| 'update'
	| 'delete'
	/** POST JSON; the answer passes through unchanged. */
	| 'action'
	/** POST a file as multipart; a channel answers with the address of the file. */
	| 'upload'
	/** Find records by what a person knows of them, in the list of a resource. */
	| 'find'
	/** Create a record, or update the one that is there, by the operations of its resource. */
	| 'upsert'
	/** A message to an agent, with its answer. */
	| 'message'
	/** The messages of several items in one request. */
	| 'messages';

/** Requests that the operation itself decides on. */
type CompositionKind =
	/** Counts the lists of several workspaces. */
	| 'report'
	/** Any request below the Base URL. */
	| 'request'
	/** An operation of the person's API description. */
	| 'described';

/** The output of an operation, where it is not the records of its resource. */
export interface Output {
	fields: readonly OutputField[];
	/** One realistic answer. */
	sample: JsonObject;
	/** For a list: the name of its records. */
	plural?: string;
	/** For a list that can be watched because records are only added to it: one of its records. */
	watched?: { name: WatchedName; label: string; titleFields: readonly string[] };
	/** Records that come with it. */
	records?: { name: string; label: string; fields: readonly OutputField[]; sample: JsonObject };
}

/** An action that a person can choose. */
export interface Operation<Name extends string = string> {
	/** Its name in saved workflows: `getAll`, `get`, `create`, … */
	name: Name;
	/** Title Case, beside the name of its group: 'Get Many'. */
	label: string;
	/** Sentence case, with the resource: 'Get many agents'. AI tools use it as their description. */
	action: string;
	/** One full sentence in the imperative: 'Create a new agent'. */
	description: string;
	/** The same sentence in the third person: 'Creates a new agent'. */
	does: string;
	/** Its name where no group is named beside it, unless that name follows from both names. */
	alone?: { label?: string; noun: string };
	kind: EndpointKind | CompositionKind;
	/** The kind of key it needs: an Account or Workspace API key, or the key of an API channel. */
	connection: 'key' | 'channel';
	/**
	 * `read` changes nothing, so it may run beside others and be repeated. `write` may have changed
	 * something. `message` may have reached an agent, and nobody may repeat it automatically.
	 */
	safety: 'read' | 'write' | 'message';
	/** What is lost besides the deleted record, in a sentence; a form shows it at that record. */
	loss?: string;
	/** The fields besides the IDs in the path, in the order of a form. */
	fields: readonly InputField[];
	/** The fields that are sent, where these differ from the form. */
	sent?: readonly InputField[];
	/** How it is carried out. The settings have defaults, so a form may leave them out. */
	settings?: readonly InputField[];
	output?: Output;
	/** One request carries out several items together, as far as they go to the same place. */
	takesMany?: boolean;
	/** Not chosen by itself: a setting of this name of another operation leads to it. */
	optionOf?: { operation: string; setting: string };
}

/** An operation that has an address of its own. */
export interface Endpoint<Name extends string = string> extends Operation<Name> {
	kind: EndpointKind;
	method: HttpMethod;
	/** Below the base URL; `{…}` hold `accountId`, the ID fields of resources, or `channelId`. */
	path: string;
	source: Source;
	/** Roles that may do this. Account API keys always have the role Account Admin. */
	roles: readonly Role[];
}

/** A person chooses a group first: a kind of record, or something else that VIVI can do. */
export interface Group {
	name: GroupName;
	/** Title Case, VIVI's own term. */
	label: string;
	/** One sentence that says what it is in VIVI. */
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
	/** The fields by which a person recognises a record, best first. */
	titleFields: readonly string[];
	/** The resource that contains it; the account contains workspaces. */
	parent?: ResourceName;
	/** The field that a record is known by, besides its ID, where it is to be created or updated. */
	upsertBy?: string;
	/** The last segment of the list's path: `knowledge-bases`. */
	segment: string;
	output: readonly OutputField[];
	/** One realistic record, with every output field. */
	sample: Record<string, JsonValue>;
	/** Every resource can be listed. */
	operations: Readonly<Record<string, Endpoint>> & { getAll: Endpoint; get?: Endpoint };
}
