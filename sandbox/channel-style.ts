/** How agents answer. VIVI's page names the routes, not the shape of the answers. */
export interface ChannelStyle {
	stream: 'sse' | 'ndjson' | 'raw';
	/** Between two pieces of a stream. */
	chunkDelayMs: number;
	/** The key of the answer; an empty text answers with the bare value. */
	answerKey: string;
	/** How long the agent thinks before its first word. */
	thinkMs: number;
	/** How long an agent waits for a tool that it calls. */
	toolTimeoutMs: number;
	/** The agent's run fails after it got a message with this text; empty for never. */
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
