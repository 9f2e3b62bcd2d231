import type { IExecuteFunctions } from 'n8n-workflow';

/** The hints that an execution has already shown. */
const shown = new WeakMap<IExecuteFunctions, Set<string>>();

/** Shows a text above the node's output, once for all items; old hosts log it. */
export function showHint(context: IExecuteFunctions, message: string): void {
	const known = shown.get(context) ?? new Set();
	if (known.has(message)) return;
	shown.set(context, known.add(message));
	if ('addExecutionHints' in context) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	} else {
		(context as IExecuteFunctions).logger.warn(message);
	}
}
