import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import { ViviError, ViviInputError } from '../../../vivi/errors';
import { CredentialError } from './credential-error';

type NodeError = NodeApiError | NodeOperationError;

/**
 * Turns an error of an operation into the one kind of error that n8n shows well. It is made from
 * plain data: wrapping the original would keep the HTTP library's error, with the Bearer token, in
 * the execution.
 * @param itemIndex absent where no item runs, as in the editor's lists
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeError {
	const known = viviErrorIn(error);
	const item = itemIndex === undefined ? {} : { itemIndex };
	if (!known) {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
		return new NodeOperationError(node, error as Error, item);
	}
	// The editor shows only the message of a list that could not be read. In lower case; otherwise the
	// editor adds the same text once more (n8n-editor-ui 2.41.1, NodeErrorView).
	const message =
		itemIndex === undefined
			? `${known.message} ${known.hint}`
			: `${known.message} [item ${itemIndex}]`;
	if (known instanceof ViviInputError || known.code === 'missing_value') {
		return operationError(node, message, { description: known.hint, ...item });
	}
	const failure = failureOf(known);
	const options = { description: known.hint, ...item, ...(failure && { failure }) };
	const apiError = new NodeApiError(node, { message } as JsonObject, {
		message,
		...options,
		...(known.status !== undefined && { httpCode: String(known.status) }),
	});
	if (apiError.message === message) return apiError;
	// n8n turns a tool's error into an error for the agent, and would repeat its own text there.
	const isTool = node.type.endsWith('Tool');
	return isTool ? operationError(node, message, options) : inOurWords(apiError, message);
}

/** The result of the work; its failure as such an error. */
export async function withNodeErrors<Result>(
	context: { getNode(): INode },
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function operationError(
	node: INode,
	message: string,
	options: ConstructorParameters<typeof NodeOperationError>[2],
): NodeOperationError {
	return inOurWords(new NodeOperationError(node, message, options), message);
}

/**
 * n8n takes a text that contains `EPERM`, `ENOENT` or the like, in any case and within a word, for
 * an error of the system and shows its own text instead (n8n-workflow 2.41.0,
 * dist/cjs/errors/abstract/node.error.js): 'createPermission' would read 'Operation not permitted'.
 */
function inOurWords<Made extends NodeError>(error: Made, message: string): Made {
	return Object.assign(error, { message, messages: [] });
}

/** Looks for the core's error, also where n8n has wrapped the credential's. */
function viviErrorIn(error: unknown): ViviError | undefined {
	let current = error;
	for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
		if (current instanceof ViviError) return current;
		if (current instanceof CredentialError) return current.reason;
		current = current.cause;
	}
	return undefined;
}

/** The kind of error for n8n's scheduler; hosts before 2.37 ignore it. */
function failureOf(error: ViviError) {
	const wait = error.retryAfterMs !== undefined ? { retryAfterMs: error.retryAfterMs } : {};
	if (error.status === 429) return { cause: 'rate-limited' as const, ...wait };
	if (error.transient) return { cause: 'temporarily-unavailable' as const, ...wait };
	if (error.status === 401 || error.name === 'ViviAuthError') {
		return { cause: 'credential-invalid' as const };
	}
	return undefined;
}

/**
 * The output of 'On Error: Continue': enough for the next node, or an AI agent, to act on. n8n puts
 * an item on the error output when its JSON has no keys but `error` and `message`, and since 2.34.6
 * `details` (n8n-core, dist/execution-engine/workflow-execute.js, handleNodeErrorOutput). In earlier
 * versions an item with details would pass for a success. An `error` property of the item itself
 * would also put it there, but keep only the message.
 */
export function failedItem(error: NodeError, itemIndex: number): INodeExecutionData {
	// Errors have this field since 2.37, which shows the version of the host.
	const knowsDetails = 'failure' in error;
	const httpCode = 'httpCode' in error ? error.httpCode : null;
	return {
		json: {
			error: error.message,
			...(error.description && { message: error.description }),
			...(knowsDetails && httpCode && { details: { httpCode } }),
		},
		pairedItem: { item: itemIndex },
	};
}
