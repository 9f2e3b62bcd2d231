import type { FastifyInstance } from 'fastify';
import { operationsOf } from '../vivi/catalogue';
import { chat } from '../vivi/catalogue/chat';
import type { Context } from './context';
import { checkBody } from './validation';

/**
 * The actions of a channel besides talking and taking files: everybody with its key can read what
 * the channel got, as long as the fields are the catalogue's.
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
