import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import { ApiError } from './errors';

/** A tool that the agents can call, read from an imported OpenAPI document. */
export interface Tool {
	name: string;
	description: string;
	/** The address of a call. */
	url: string;
	/** The names of its fields. */
	fields: string[];
	/** The header for its secret; absent when its document names none. */
	headerName?: string;
}

interface ImportedTool extends Tool {
	secret: string;
}

const DOCUMENT_TIMEOUT_MS = 10_000;

/**
 * The integrations of the account's agents: VIVI's portal imports OpenAPI documents by their
 * address, one integration for each. All agents of the sandbox share them.
 */
export class Tools {
	private readonly byName = new Map<string, ImportedTool>();

	list(): Tool[] {
		return [...this.byName.values()].map(({ secret: _secret, ...tool }) => tool);
	}

	clear(): void {
		this.byName.clear();
	}

	/**
	 * Reads a tool from its document; it replaces one of the same name.
	 * @throws ApiError that says what is wrong with the address or the document
	 */
	async import(url: string, secret: string): Promise<Tool> {
		const tool = readDocument(await fetchDocument(url));
		this.byName.set(tool.name, { ...tool, secret });
		return tool;
	}

	/**
	 * The result of an agent's call of a tool, in words; undefined when the message asks for no tool.
	 * A model would understand the message. Here the message has to name the tool, with its fields as
	 * a JSON object or as `field=value`.
	 */
	async answerFor(
		message: string,
		{ threadId, timeoutMs }: { threadId: string; timeoutMs: number },
	): Promise<string | undefined> {
		const tool = this.namedIn(message);
		if (!tool) return undefined;
		try {
			const response = await fetch(tool.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-conversation-id': threadId,
					...(tool.headerName && { [tool.headerName]: tool.secret }),
				},
				body: JSON.stringify(inputFrom(message, tool)),
				redirect: 'error',
				signal: AbortSignal.timeout(timeoutMs),
			});
			const text = await response.text();
			return response.ok
				? `${tool.name} says: ${text}`
				: `${tool.name} refused (${response.status}): ${text}`;
		} catch (error) {
			const why = (error as Error).name === 'TimeoutError' ? 'not in time' : 'not at all';
			return `${tool.name} answered ${why}.`;
		}
	}

	/** The tool that a message names first; a name within a longer one does not count. */
	private namedIn(message: string): ImportedTool | undefined {
		const [name] = message.match(/[\w-]+/g)?.filter((word) => this.byName.has(word)) ?? [];
		return name === undefined ? undefined : this.byName.get(name);
	}
}

async function fetchDocument(url: string): Promise<JsonValue> {
	if (!URL.canParse(url)) throw refused('Enter the address of an OpenAPI document.');
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(DOCUMENT_TIMEOUT_MS) });
		const text = await response.text();
		if (!response.ok) throw refused(`The address answers with status ${response.status}.`);
		return JSON.parse(text) as JsonValue;
	} catch (error) {
		if (error instanceof ApiError) throw error;
		const why = error instanceof SyntaxError ? 'It is not JSON' : 'It cannot be reached';
		throw refused(`${why}: ${(error as Error).message}`);
	}
}

/** Reads the first operation that is called by POST. */
function readDocument(document: JsonValue): Tool {
	const { openapi, servers, paths, components } = objectOf(document);
	if (!/^3\.0\.\d+$/.test(String(openapi)))
		throw refused('It is no OpenAPI document of version 3.0.');
	const [path, operation] = Object.entries(objectOf(paths))
		.map(([where, item]) => [where, objectOf(item)['post']] as const)
		.find(([, post]) => isJsonObject(post)) ?? ['', undefined];
	const { operationId, description, requestBody } = objectOf(operation);
	const server = objectOf(Array.isArray(servers) ? servers[0] : undefined)['url'];
	if (typeof operationId !== 'string' || operationId === '' || typeof server !== 'string') {
		throw refused('It has no operation that can be called by POST.');
	}
	const content = objectOf(objectOf(requestBody)['content']);
	const schema = objectOf(objectOf(content['application/json'])['schema']);
	const schemes = Object.values(objectOf(objectOf(components)['securitySchemes'])).map(objectOf);
	const headerName = schemes.find((scheme) => scheme['in'] === 'header')?.['name'];
	return {
		name: operationId,
		description: String(description ?? ''),
		url: `${server.replace(/\/+$/, '')}${path}`,
		fields: Object.keys(objectOf(schema['properties'])),
		...(typeof headerName === 'string' && { headerName }),
	};
}

/** The fields of a tool in a message. */
function inputFrom(message: string, { fields }: Tool): JsonObject {
	const json = /\{.*\}/s.exec(message)?.[0];
	if (json !== undefined) {
		try {
			return objectOf(JSON.parse(json) as JsonValue);
		} catch {
			// It is not JSON; the message may hold the fields in the other form.
		}
	}
	const said = [...message.matchAll(/([\w-]+)\s*=\s*("[^"]*"|\S+)/g)];
	return Object.fromEntries(
		said
			.filter(([, name = '']) => fields.includes(name))
			.map(([, name = '', value = '']) => [name, value.replace(/^"|"$/g, '')]),
	);
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

const refused = (message: string) => new ApiError(422, 'invalid_tool', message);
