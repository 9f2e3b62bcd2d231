/** Cuts text that arrives in pieces into lines, which may end with LF, CR or both. */
export class LineSplitter {
	/**
	 * The beginning of a line without its end. It is joined only at the end: a long line may come in
	 * many pieces.
	 */
	private begun: string[] = [];
	/** Whether the last character was a CR: the LF that belongs to it may come with the next piece. */
	private heldCr = '';

	/** The lines that are complete now, without their line ends. */
	push(text: string): string[] {
		const more = this.heldCr + text;
		this.heldCr = more.endsWith('\r') ? '\r' : '';
		const parts = more.slice(0, more.length - this.heldCr.length).split(/\r\n|\n|\r/);
		const rest = parts.pop() ?? '';
		const lines = parts.map((part, index) => (index === 0 ? this.complete(part) : part));
		if (rest !== '') this.begun.push(rest);
		return lines;
	}

	/** The text behind the last line end, or undefined when there is none. */
	end(): string | undefined {
		const last = this.complete('');
		this.heldCr = '';
		return last === '' ? undefined : last;
	}

	private complete(part: string): string {
		const line = this.begun.join('') + part;
		this.begun = [];
		return line;
	}
}
