import { Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { isDevelopment, publicLookup } from './public-address';

/** Chooses the agent for a request, and is told when the connection breaks amid the answer. */
export type AgentFor = (url: string, onCut: () => void) => HttpAgent;

/**
 * Connections of one step. They are kept open from page to page, but not for the next step: a Lambda
 * that slept finds them closed by the other side. At Zapier they lead to the internet only.
 *
 * node-fetch 2 waits for ever for an answer that has broken off, because the body it hands over is piped
 * from the real one, which does not pass errors on. The request is where it can be seen.
 */
export function stepAgents(): AgentFor {
	const options = { keepAlive: true, ...(!isDevelopment() && { lookup: publicLookup() }) };
	const http = new HttpAgent(options);
	const https = new HttpsAgent(options);
	return (url, onCut) => {
		const shared = new URL(url).protocol === 'https:' ? https : http;
		const own = Object.create(shared) as HttpAgent & { addRequest: AddRequest };
		own.addRequest = function (request, options) {
			request.once('response', (answer: IncomingMessage) => answer.once('error', onCut));
			(shared as typeof own).addRequest(request, options);
		};
		return own;
	};
}

/** The part of an agent that Node calls (node:http, ClientRequest); its types leave it out. */
type AddRequest = (request: ClientRequest, options: unknown) => void;
