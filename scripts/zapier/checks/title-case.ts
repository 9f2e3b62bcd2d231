const SMALL = /^(a|an|and|as|at|but|by|en|for|if|in|nor|of|on|or|per|the|to|v|via|vs)$/i;

/** A label as Zapier wants it: small words in small letters, unless they stand first or last. */
export function titleCase(label: string): string {
	const words = label.trim().split(/\s+/);
	return words
		.map((word, at) => {
			const isInner = at > 0 && at < words.length - 1;
			if (isInner && SMALL.test(word)) return word.toLowerCase();
			return word.replace(/\p{L}/u, (letter) => letter.toUpperCase());
		})
		.join(' ');
}
