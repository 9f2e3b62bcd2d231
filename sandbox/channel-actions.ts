import type { FastifyInstance } from 'fastify';
import { operationsOf } from '../vivi/catalogue';
import { chat } from '../vivi/catalogue/chat';
import type { Context } from './context';
import { checkBody } from './validation';

/**
 * What a channel can do besides talking and taking files: whoever has its key is told what the channel
 * was told, as long as the fields are those of the catalogue.
 */
export function channelActions(app: FastifyInstance, { channels }: Context): void {
	for (const operation of operationsOf(chat)) {
		if (operation.kind !== 'action') continue;
		app.route<{ Params: { channelId: string } }>({
			method: operation.method as 'POST',
			url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
			handler: ({ params, headers, body }) => {
				channels.agentFor(params.channelId, headers);
				return { received: checkBody(operation, body) };
			},
		});
	}
}
