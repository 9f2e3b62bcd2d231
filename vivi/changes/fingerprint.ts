import type { JsonObject, JsonValue } from '../http/json';

/**
 * Says that somebody was here, not that anybody changed something: `lastSignInAt`, `last_seen`, …
 * Such a field changes by itself, so it never counts as a change.
 */
const ACTIVITY =
	/^last_?(sign_?in|log_?in|seen|used|active|activity|access|accessed|viewed)(_?(at|on|date|time))?$/i;

/**
 * When the record was last written. It counts, because a list may not show everything that can
 * change (the files of a knowledge base, the integrations of an agent), and then only this field shows
 * the change. It does not count beside an {@link ACTIVITY} field, because each activity may change it too.
 */
const TOUCHED = /^(last_?)?(updated|modified)(_?(at|on|date|time))?$/i;

interface FingerprintOptions {
	/** Count these top-level fields only, volatile or not; all, unless said otherwise. */
	only?: readonly string[];
	/** Count all fields, those that move by themselves too. */
	all?: boolean;
}

/**
 * Makes a function for many records of the same kind, at a low cost for each. It gives a hash of a record, in 8 characters of base64url (48 bits): the same text means that nothing has
 * changed. The order of the keys makes no difference, and a key with `null` equals a missing key. Fields
 * that change by themselves do not count, see above. The hash does not withstand forgery.
 */
export function fingerprinter({ only, all }: FingerprintOptions = {}): (
	record: JsonObject,
) => string {
	const hash = new Hash();
	const wanted = only && new Set(only);
	const kinds = new Map<string, FieldKind | 'ignored'>();
	const touched: string[] = [];
	const kindOf = (key: string): FieldKind | 'ignored' => {
		const known = kinds.get(key);
		if (known !== undefined) return known;
		const kind = all
			? 'counts'
			: wanted
				? wanted.has(key)
					? 'counts'
					: 'ignored'
				: fieldKind(key);
		kinds.set(key, kind);
		if (kind === 'touched') touched.push(key);
		return kind;
	};
	return (record) => {
		let activity = false;
		hash.reset();
		for (const key in record) {
			const kind = kindOf(key);
			if (kind === 'counts') hash.addField(key, record[key]!);
			else if (kind === 'activity') activity = true;
		}
		if (!activity) {
			for (const key of touched) {
				if (Object.hasOwn(record, key)) hash.addField(key, record[key]!);
			}
		}
		return hash.text();
	};
}

/** {@link fingerprinter} for a single value; `null` and a value that is not there are the same. */
export function valueFingerprint(value: JsonValue | undefined): string {
	const hash = new Hash();
	hash.addField('', value ?? null);
	return hash.text();
}

/** What a field tells: `counts` as a change, `activity` never does, `touched` as described above. */
type FieldKind = 'counts' | 'activity' | 'touched';

/** The kind of a top-level field, by its name. */
export function fieldKind(key: string): FieldKind {
	if (ACTIVITY.test(key)) return 'activity';
	return TOUCHED.test(key) ? 'touched' : 'counts';
}

/** Go before a value, so that `1`, `"1"`, `[1]` and `{}` differ. */
const TAG = { null: 1, false: 2, true: 3, integer: 4, number: 5, string: 6, array: 7, object: 8 };

/**
 * Two 32-bit lanes over the values, FNV-1a in one, rotate and multiply in the other. The fields of
 * an object are hashed apart and added up, which needs neither a sorted nor a serialised copy: a
 * poll of thousands of records must not cost more than reading their JSON.
 */
class Hash {
	private a = 0;
	private b = 0;
	private sumA = 0;
	private sumB = 0;
	private readonly keys = new Map<string, { a: number; b: number }>();

	reset(): void {
		this.sumA = 0;
		this.sumB = 0;
	}

	/** Adds a field of the object at hand, unless it is null. */
	addField(key: string, value: JsonValue): void {
		if (value === null) return;
		const seed = this.keySeed(key);
		this.a = seed.a;
		this.b = seed.b;
		this.absorb(value);
		this.sumA = (this.sumA + finish(this.a ^ (this.b >>> 3))) | 0;
		this.sumB = (this.sumB + finish(this.b ^ Math.imul(this.a, 0x27d4eb2f))) | 0;
	}

	text(): string {
		const a = finish(this.sumA ^ Math.imul(this.sumB, 0x2c1b3c6d));
		const b = finish(this.sumB ^ a);
		return (
			PAIRS[a >>> 20]! +
			PAIRS[(a >>> 8) & 0xfff]! +
			PAIRS[((a & 0xff) << 4) | (b >>> 28)]! +
			PAIRS[(b >>> 16) & 0xfff]!
		);
	}

	private absorb(value: JsonValue): void {
		if (typeof value === 'string') this.addText(TAG.string, value);
		else if (value === null) this.add(TAG.null);
		else if (typeof value === 'boolean') this.add(value ? TAG.true : TAG.false);
		else if (typeof value === 'number') this.addNumber(value);
		else if (Array.isArray(value)) {
			this.add(TAG.array);
			for (const entry of value) this.absorb(entry);
			this.add(value.length);
		} else this.addObject(value);
	}

	private addObject(value: JsonObject): void {
		const { a, b, sumA, sumB } = this;
		this.reset();
		for (const key in value) this.addField(key, value[key]!);
		const innerA = this.sumA;
		const innerB = this.sumB;
		this.a = a;
		this.b = b;
		this.sumA = sumA;
		this.sumB = sumB;
		this.add(TAG.object);
		this.add(innerA);
		this.add(innerB);
	}

	private addNumber(value: number): void {
		if ((value | 0) === value) {
			this.add(TAG.integer);
			this.add(value);
		} else this.addText(TAG.number, String(value));
	}

	private addText(tag: number, text: string): void {
		this.add(tag);
		let { a, b } = this;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			a = Math.imul(a ^ code, 0x01000193);
			b ^= code;
			b = Math.imul((b << 13) | (b >>> 19), 0x9e3779b1);
		}
		this.a = a;
		this.b = b;
		this.add(text.length);
	}

	private add(code: number): void {
		this.a = Math.imul(this.a ^ code, 0x01000193);
		const b = this.b ^ code;
		this.b = Math.imul((b << 13) | (b >>> 19), 0x9e3779b1);
	}

	/** Lists repeat the same few keys over and over. */
	private keySeed(key: string): { a: number; b: number } {
		const known = this.keys.get(key);
		if (known) return known;
		this.a = 0x811c9dc5;
		this.b = 0x1b873593;
		this.addText(TAG.string, key);
		const seed = { a: this.a, b: this.b };
		this.keys.set(key, seed);
		return seed;
	}
}

/** Spreads each bit over all others. */
function finish(value: number): number {
	let x = Math.imul(value ^ (value >>> 16), 0x7feb352d);
	x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
	return (x ^ (x >>> 16)) >>> 0;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 12 bits as two characters of base64url. */
const PAIRS: readonly string[] = Array.from(
	{ length: 4096 },
	(_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63),
);
