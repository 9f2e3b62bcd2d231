import { plainText } from './plain-text';

/**
 * Makes somebody else's text safe for e-mails and chats: it reads the same, but no program makes a
 * link, an address or a mention of a whole channel from it. Programs look for a few ASCII
 * characters; where they look, a similar character replaces each of them. So `https://acme.com` and
 * `Acme.com` stay readable, but nobody can click on them.
 */
export function inertText(text: string): string {
	return plainText(text).replace(ACTIVE, (sign) => LOOK_ALIKES[sign]!);
}

/**
 * In this order: the colon of `https:` or `mailto:`, the dot of a host name, and the at sign of a
 * mention, which some chats also find within a word that calls everybody. The at sign of an e-mail
 * address stays: without a dot in its host no program takes it for an address.
 */
const ACTIVE =
	/(?<=[a-z]):(?=\S)|:(?=\/\/)|(?<=\S)\.(?=\p{L})|(?<=\bwww)\.|(?<![a-z0-9])@|@(?=everyone|here|channel)/giu;

/** Ratio, one dot leader and the full-width at sign. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { ':': '∶', '.': '․', '@': '＠' };
