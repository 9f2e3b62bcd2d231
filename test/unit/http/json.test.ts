import { parseJson } from '../../../vivi/http/json';

it('reads JSON behind a byte order mark, which not every HTTP library takes off', () => {
	expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
	expect(parseJson('\ufeff')).toBeUndefined();
});
