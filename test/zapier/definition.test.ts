import App from '../../zapier/src';
import { createHandler } from './support/handler';

describe('the definition', () => {
	it("passes Zapier's own schema", async () => {
		const { results } = await createHandler(App)({ command: 'validate' });

		expect(results).toEqual([]);
	});
});
