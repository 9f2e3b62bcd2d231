import { plainText, shortened } from '../text/plain-text';

/** Words in capitals. */
const CAPITALS = /^(id|url|uri|api|html|json|http|ip|uuid|ai|llm|pdf|csv)(s?)$/i;

/** `agent_id` → `Agent ID`, `createdAfter` → `Created After`; a whole body is `Body`. */
export function labelOf(name: string): string {
	const words = plainText(name)
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.split(/[\s_.-]+/)
		.filter(Boolean)
		.map((word) =>
			CAPITALS.test(word)
				? word.replace(
						CAPITALS,
						(_, letters: string, s: string) => letters.toUpperCase() + s.toLowerCase(),
					)
				: word.charAt(0).toUpperCase() + word.slice(1),
		);
	return shortened(words.join(' '), 80) || shortened(plainText(name), 80) || 'Body';
}
