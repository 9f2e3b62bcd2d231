import type { Endpoint } from '../catalogue/types';
import type { Labels } from '../error-texts/labels';
import { channelLabel } from './channel';

/** What was being done, for the text. */
export interface ChannelErrorContext {
	operation: Pick<Endpoint, 'name' | 'label' | 'kind' | 'method' | 'source'>;
	baseUrl: string;
	timeoutMs: number;
	/** The thread of the message; absent for uploads and batches. */
	threadId?: string;
	/** Milliseconds since the epoch. */
	now: number;
	labels?: Labels;
	/** Whether the call only tests the key of the channel. */
	isCheck?: boolean;
}

const PLATFORM_HOST = 'api.vivi.bot';

/** Whether the call uploads a file; no agent is at work then. */
export function isUpload({ operation }: ChannelErrorContext): boolean {
	return operation.kind === 'upload';
}

/** What happened or may have happened to the message, and that it was not sent a second time. */
export function onceOnly(context: ChannelErrorContext): string {
	const { threadId } = context;
	if (context.isCheck) return 'No message was sent. Try again later.';
	if (isUpload(context)) {
		return 'No message was sent. The file may have been stored all the same.';
	}
	if (!context.operation.kind.startsWith('message')) {
		return 'VIVI may have carried it out all the same; it was sent once and not again.';
	}
	return threadId === undefined
		? 'VIVI may still be processing the messages; they were sent once and not again. Look into their threads in VIVI before you send them anew.'
		: `VIVI may still be processing the message; it was sent once and not again. Look into the thread ${threadId} in VIVI before you send it anew.`;
}

/** A hint when the Base URL is the platform's; empty for others. */
export function hostHint({ baseUrl, labels }: ChannelErrorContext): string {
	return new URL(baseUrl).hostname === PLATFORM_HOST
		? `'${channelLabel('baseUrl', labels)}' is set to the platform API (${PLATFORM_HOST}), while channels have a host of their own. `
		: '';
}
