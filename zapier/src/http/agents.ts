import { Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { isDevelopment, publicLookup } from './public-address';

/** Chooses the agent for a request, and gives its answer before anybody reads it. */
export type AgentFor = (url: string, onAnswer: (answer: IncomingMessage) => void) => HttpAgent;

/**
 * The connections of one step. They stay open between pages, but not for the next step: a Lambda
 * that slept finds them closed by the other side. At Zapier they lead only to the internet.
 */
export function stepAgents(): AgentFor {
	const options = { keepAlive: true, ...(!isDevelopment() && { lookup: publicLookup }) };
	const http = new HttpAgent(options);
	const https = new HttpsAgent(options);
	return (url, onAnswer) => {
		const shared = new URL(url).protocol === 'https:' ? https : http;
		const own = Object.create(shared) as HttpAgent & { addRequest: AddRequest };
		own.addRequest = function (request, options) {
			request.once('response', onAnswer);
			(shared as typeof own).addRequest(request, options);
		};
		return own;
	};
}

/** The part of an agent that Node calls (node:http, ClientRequest); its types do not have it. */
type AddRequest = (request: ClientRequest, options: unknown) => void;
