/** How agents answer. VIVI's page names the routes, not the shape of what comes back. */
export interface ChannelStyle {
	stream: 'sse' | 'ndjson' | 'raw';
	/** Between two pieces of a stream. */
	chunkDelayMs: number;
	/** Where the answer stands; an empty text answers with the bare value. */
	answerKey: string;
	/** How long the agent thinks before its first word. */
	thinkMs: number;
	/** How long an agent waits for a tool that it calls. */
	toolTimeoutMs: number;
	/** Messages with this text make the agent's run fail, after it has got them; empty for none. */
	failsOn: string;
}

export const DEFAULT_CHANNEL_STYLE: ChannelStyle = {
	stream: 'sse',
	chunkDelayMs: 5,
	answerKey: 'response',
	thinkMs: 0,
	toolTimeoutMs: 120_000,
	failsOn: '',
};
