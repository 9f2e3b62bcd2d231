import fc from 'fast-check';

/** Names that honest people give, each with signs that a careless filter would break. */
export const HONEST_NAMES = [
	'Kundendienst Zürich',
	'L’équipe “Été” – n° 5 (50 %)',
	'Straße & Söhne #1: 24/7',
	'خدمة العملاء ١٢٣',
	'می‌خواهم',
	'שירות לקוחות',
	'ग्राहक सेवा क्‍ष',
	'客服中心、東京(本社)葛󠄀城',
	'고객 지원',
	'Служба поддержки',
	'ฝ่ายบริการลูกค้า',
	'Party 🎉 👩🏽‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🏳️‍⚧️ ❤️ ☎︎ 1️⃣ 🇨🇭 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
];

/** What attackers put into names: what is invisible, turns the text, or acts on a terminal. */
export const HIDDEN_SIGNS = [
	...['\u202e', '\u2066', '\u200e', '\u061c', '\u200b', '\u2060', '\ufeff', '\u00ad', '\u034f'],
	...['\u200d', '\u200c', '\u3164', '\u2800', '\ufe0f', '\u{e0041}', '\u{e0101}', '\ufff9'],
	...[
		'\u001b[31m',
		'\u001b]8;;https://evil.example\u0007',
		'\u009b2J',
		'\u0007',
		'\u0000',
		'\u007f',
	],
	...['\r', '\n', '\u2028', '\u0085', '\ud800'],
];

/** What becomes a link, a mention or markup in a chat or an e-mail. */
export const ACTIVE_PIECES = [
	...[
		'https://evil.example/login',
		'HTTP://evil.com',
		'www.evil.com',
		'evil.com',
		'Login.VIVI.example',
	],
	...[
		'mailto:a@evil.com',
		'ada@evil.com',
		'slack://open',
		'tel:+4112345',
		'xn--80ak6aa92e.com',
		's3://x',
	],
	...[
		'@channel',
		'@here',
		'x@everyone',
		'@ada',
		'<!channel>',
		'<@U123>',
		'<https://evil.com|click>',
	],
	...[
		'[click](https://evil.com)',
		'![x](//evil.com/x.png)',
		'<a href="https://evil.com">',
		'*b*',
		'_i_',
	],
	...['<img src=x onerror=alert(1)>', '&lt;', '`c`', '~s~', '|', '"', "'", '\\'],
];

/** Texts of all of it, in any order and joined with and without blanks. */
export const foreignText = fc
	.array(
		fc.oneof(
			fc.constantFrom(...HONEST_NAMES, ...HIDDEN_SIGNS, ...ACTIVE_PIECES),
			fc.constantFrom(' ', '.', ':', '@', '/', '-', 'com', 'https', 'www', 'channel', 'a'),
			fc.string({ unit: 'grapheme', maxLength: 8 }),
			fc.string({ unit: 'binary', maxLength: 4 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

/** What programs make links, addresses and mentions of. */
export const ACTIVE =
	/[a-z][a-z0-9+.-]*:\/\/|\b(mailto|tel|javascript|data|sms):\S|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2}|(^|[^a-z0-9])@\S|@(everyone|here|channel)/iu;

/** Control characters, and all that is invisible or turns the direction of a text. */
export const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;
