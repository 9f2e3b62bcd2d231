import { resources } from '../../../vivi/catalogue';
import { agent } from '../../../vivi/catalogue/agent';
import { simplify } from '../../../vivi/client/simplify';

describe('simplify', () => {
	it('keeps the simple fields of the catalogue, with the ID first and as id', () => {
		const record = { agentId: 7, name: 'Ann', knowledgeBaseIds: [], other: 1, createdAt: 'c' };
		expect(Object.entries(simplify(record, agent, agent.output))).toEqual([
			['id', '7'],
			['name', 'Ann'],
			['createdAt', 'c'],
		]);
	});

	it('gives a record whole when it has none of the fields', () => {
		const record = { id: 'a', titel: 'Ann' };
		expect(simplify(record, agent, agent.output)).toBe(record);
	});

	it.each(resources)('leaves at most ten fields of a $name', (resource) => {
		const simple = simplify(resource.sample, resource, resource.output);
		expect(Object.keys(simple).length).toBeLessThanOrEqual(10);
		expect(Object.keys(simple)).toContain('id');
	});
});
