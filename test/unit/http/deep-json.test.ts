import fc from 'fast-check';

import { isDeep, MOST_LEVELS } from '../../../vivi/http/deep-json';
import { parseJson, type JsonValue } from '../../../vivi/http/json';
import { quoteLongIntegers } from '../../../vivi/http/long-integers';

const SHAPES = {
	arrays: ['[', ']'],
	objects: ['{"a":', '}'],
	both: ['[1,{"a":"b","c":[', '],"d":null},"e"]'],
} as const;

/** JSON text of this depth or more, with a value in its middle. */
function deepText(shape: keyof typeof SHAPES, levels: number, middle = '1'): string {
	const [open, close] = SHAPES[shape];
	return open.repeat(levels) + middle + close.repeat(levels);
}

/** Whether all of it can be walked, by ourselves and by what it is handed to. */
function walks(value: JsonValue | undefined): boolean {
	const text = JSON.stringify(value);
	return !isDeep(value) && JSON.stringify(JSON.parse(text)) === text;
}

it.each(['arrays', 'objects', 'both'] as const)('%s nested without end can be walked', (shape) => {
	for (const levels of [MOST_LEVELS + 1, 10_000, 200_000]) {
		expect(walks(parseJson(deepText(shape, levels)))).toBe(true);
	}
});

it('keeps apart what differs in its depths', () => {
	const texts = [
		deepText('arrays', 10_000, '1'),
		deepText('arrays', 10_000, '"1"'),
		deepText('arrays', 10_001, '1'),
	].map((text) => JSON.stringify(parseJson(text)));
	expect(new Set(texts).size).toBe(3);
});

it('changes nothing that is nested as usual', () =>
	fc.assert(
		fc.property(fc.json({ maxDepth: 8 }), (text) => {
			expect(parseJson(text)).toEqual(JSON.parse(quoteLongIntegers(text, (digits) => digits)));
		}),
	));

it('gives what lies deeper as the text it was', () =>
	fc.assert(
		fc.property(fc.json({ maxDepth: 8 }), (text) => {
			const inner = parseJson(text)!;
			let value = parseJson(deepText('arrays', MOST_LEVELS, text));
			for (let level = 0; level < MOST_LEVELS; level++) value = (value as JsonValue[])[0];
			const isText = typeof inner === 'object' && inner !== null;
			expect(value).toEqual(isText ? JSON.stringify(inner) : inner);
		}),
	));

it('keeps a field that is named like a prototype', () => {
	const text = `{"__proto__":${deepText('arrays', 10_000)}}`;
	expect(Object.keys(parseJson(text) as object)).toEqual(['__proto__']);
});
