/**
 * What the person who reads a text knows things by, where the shell's word for them is not ours: what
 * holds the key is a credential to some and a connection to others, and a form may have two base URLs.
 */
export type Labels = Readonly<
	Partial<Record<'connection' | 'baseUrl' | 'channelId' | 'apiKey', string>>
>;

/** What holds the key: 'connection', or the shell's word for it. */
export function connectionWord(labels: Labels = {}): string {
	return labels.connection ?? 'connection';
}
