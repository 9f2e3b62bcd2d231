/**
 * The shell's words, where they differ from the core's: the platforms call what holds the key a
 * credential or a connection, and a form may have two base URLs.
 */
export type Labels = Readonly<
	Partial<Record<'connection' | 'baseUrl' | 'channelId' | 'apiKey', string>>
>;

/** The word for what holds the key: 'connection', or the shell's word. */
export function connectionWord(labels: Labels = {}): string {
	return labels.connection ?? 'connection';
}
