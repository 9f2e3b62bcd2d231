import { LineSplitter } from './line-splitter';

interface ServerSentEvent {
	/** Empty when the event has no name. */
	event: string;
	data: string;
}

/**
 * Reads server-sent events (WHATWG HTML §9.2.6) from text that arrives in pieces. Unlike a browser
 * it accepts a last event without a blank line behind it, which some servers leave out.
 */
export class SseParser {
	private readonly lines = new LineSplitter();
	private event = '';
	private data: string[] = [];

	push(text: string): ServerSentEvent[] {
		return this.lines.push(text).flatMap((line) => this.read(line) ?? []);
	}

	end(): ServerSentEvent[] {
		const last = this.lines.end();
		return [last === undefined ? undefined : this.read(last), this.dispatch()].flatMap(
			(event) => event ?? [],
		);
	}

	private read(line: string): ServerSentEvent | undefined {
		if (line === '') return this.dispatch();
		const colon = line.indexOf(':');
		const field = colon === -1 ? line : line.slice(0, colon);
		const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
		if (field === 'event') this.event = value;
		if (field === 'data') this.data.push(value);
		return undefined;
	}

	private dispatch(): ServerSentEvent | undefined {
		const { event, data } = this;
		this.event = '';
		this.data = [];
		return data.length === 0 ? undefined : { event, data: data.join('\n') };
	}
}
