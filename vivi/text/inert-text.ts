import { plainText } from './plain-text';

/**
 * What somebody else wrote, for a text that goes to people by e-mail or in a chat: it reads the same,
 * but no program makes a link, an address or a call to a whole channel of it. Such programs go by a
 * few ASCII characters; in the places where they look, each gives way to one that looks like it. So
 * `https://acme.com` and `Acme.com` stay readable, but whoever wants to go there has to type it.
 */
export function inertText(text: string): string {
	return plainText(text).replace(ACTIVE, (sign) => LOOK_ALIKES[sign]!);
}

/**
 * In this order: the colon of `https:` or `mailto:`, the dot of a host name, and the at sign of a
 * mention, which some chats also find amid a word where it calls everybody. The at sign of an e-mail
 * address stays: without a dot in its host nothing takes it for one.
 */
const ACTIVE =
	/(?<=[a-z]):(?=\S)|:(?=\/\/)|(?<=\S)\.(?=\p{L})|(?<=\bwww)\.|(?<![a-z0-9])@|@(?=everyone|here|channel)/giu;

/** Ratio, one dot leader and the full-width at sign. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { ':': '∶', '.': '․', '@': '＠' };
