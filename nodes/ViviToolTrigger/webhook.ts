import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { conversationOf, headersThatMatter } from '../../vivi/tool/conversation';
import { toolDocument } from '../../vivi/tool/document';
import { readBody, readCall } from '../../vivi/tool/read-call';
import { refuseStranger } from '../../vivi/tool/secret';
import { withNodeErrors } from '../Vivi/shared/node-errors';
import { secretOf, toolOf } from './tool-of';

/** Answers a request for the tool's document, or starts the workflow for a call of the tool. */
export async function respond(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await withNodeErrors(context, async () => await answer(context));
}

async function answer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const secret = await secretOf(context);
	if (context.getWebhookName() === 'setup') {
		const body = toolDocument(toolOf(context), addressOf(context), secret.headerName);
		return send(context, { status: 200, body });
	}
	const headers = context.getHeaderData();
	const stranger = refuseStranger(headers, secret);
	if (stranger) return send(context, stranger);
	const tool = toolOf(context);
	const call = readCall(bodyOf(context), tool);
	if ('status' in call) return send(context, call);
	const json: IDataObject = {
		tool: tool.name,
		input: call.input,
		conversationId: conversationOf(headers, call.other, secret.headerName),
		other: call.other,
		headers: headersThatMatter(headers, secret.headerName),
	};
	return { workflowData: [[{ json }]] };
}

/**
 * n8n parses JSON only where its media type is given, and rounds long numbers in it; it parses forms
 * well.
 */
function bodyOf(context: IWebhookFunctions): unknown {
	const { rawBody, headers } = context.getRequestObject() as { rawBody?: Buffer } & ReturnType<
		IWebhookFunctions['getRequestObject']
	>;
	const mediaType = String(headers['content-type']).toLowerCase();
	const parsed = context.getBodyData() as IDataObject | undefined;
	if (mediaType.startsWith('multipart/')) return parsed?.['data'];
	const isForm = mediaType.startsWith('application/x-www-form-urlencoded');
	return isForm || rawBody === undefined ? parsed : readBody(rawBody.toString('utf8'));
}

/** Without `workflowData` n8n starts and stores no execution. */
function send(
	context: IWebhookFunctions,
	{ status, body }: { status: number; body: object },
): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

/**
 * The public address of this very request. n8n gives a node its production address only. The test
 * address differs from it in one part of the path, which the request shows: '…/webhook/orders' and
 * '/webhook-test/orders'.
 */
function addressOf(context: IWebhookFunctions): string {
	const production = context.getNodeWebhookUrl('default');
	if (production === undefined) throw new Error('n8n gives the node no address.');
	if (context.getMode() !== 'manual') return production;
	const url = new URL(production);
	const own = context.getRequestObject().path.split('/').filter(Boolean);
	const parts = url.pathname.split('/').filter(Boolean);
	url.pathname = [...parts.slice(0, -own.length), ...own].join('/');
	return url.href;
}
