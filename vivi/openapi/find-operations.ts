import type { ApiDescription, DescribedOperation } from './described';
import { operationKey } from './operation-key';

/** How many operations a page of a list holds, unless given. */
const PAGE = 100;

interface FoundOperations {
	operations: DescribedOperation[];
	/** The value of `after` for the next operations; absent at the end. */
	next?: string;
}

/**
 * The operations that contain all the words in method, path, summary, tags or ID; in the document's
 * order, a page at a time.
 */
export function findOperations(
	{ operations }: Pick<ApiDescription, 'operations'>,
	{
		search = '',
		after,
		most = PAGE,
	}: { search?: string | undefined; after?: string | undefined; most?: number } = {},
): FoundOperations {
	const words = fold(search).split(/\s+/).filter(Boolean);
	const found = operations.filter((operation) => {
		const text = textOf(operation);
		return words.every((word) => text.includes(word));
	});
	const start = Math.max(0, Math.trunc(Number(after ?? 0)) || 0);
	const end = start + most;
	return {
		operations: found.slice(start, end),
		...(found.length > end && { next: String(end) }),
	};
}

/** The operation of a method and a path; the names in braces may differ. */
export function findOperation(
	{ operations }: Pick<ApiDescription, 'operations'>,
	wanted: Pick<DescribedOperation, 'method' | 'path'>,
): DescribedOperation | undefined {
	const key = operationKey(wanted);
	const nameless = withoutNames(key);
	return (
		operations.find((operation) => operationKey(operation) === key) ??
		operations.find((operation) => withoutNames(operationKey(operation)) === nameless)
	);
}

function withoutNames(key: string): string {
	return key.replace(/\{[^{}/]+\}/g, '{}');
}

function textOf(operation: DescribedOperation): string {
	const { summary, tags, id } = operation;
	return fold([operationKey(operation), summary, ...tags, id].join(' '));
}

function fold(text: string): string {
	return text.normalize('NFC').toLowerCase();
}
