import { globSync } from 'node:fs';
import { join } from 'node:path';

import { ViviApi } from '../../credentials/ViviApi.credentials';
import { readUserDocuments } from '../../scripts/readme/documents';
import { SUPPORTED_N8N } from '../../scripts/n8n/versions';
import { readCredentials } from '../../vivi/auth/credentials';
import { exchangeRefused } from '../../vivi/auth/exchange-refused';
import { exchangeUnanswered } from '../../vivi/auth/exchange-unanswered';
import { offeredOf, resources } from '../../vivi/catalogue';
import { agent } from '../../vivi/catalogue/agent';
import { file } from '../../vivi/catalogue/file';
import { notDone } from '../../vivi/progress/texts';
import { workspace } from '../../vivi/catalogue/workspace';
import { toApiError } from '../../vivi/error-texts/api-error';
import { NetworkFailure } from '../../vivi/http/port';
import { thrown } from '../support/thrown';

const root = join(__dirname, '../..');
const whole = readUserDocuments(root);

/** The cells of the tables whose first cell matches. */
const rows = (first: RegExp) =>
	whole
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter((cells) => cells.length > 2 && first.test(cells[1]!));

describe('the operations table', () => {
	it.each(resources)('has all that can be done with a $label', (resource) => {
		const [row] = rows(new RegExp(`^${resource.label}$`));
		// Behind a name there may be a remark: in brackets, or after a semicolon.
		const named = row![2]!
			.split(';')[0]!
			.replace(/ \(.*?\)/g, '')
			.split(', ');
		expect(named.sort()).toEqual(
			offeredOf(resource)
				.map(({ label }) => label)
				.sort(),
		);
	});
});

describe('the texts under "When something does not work"', () => {
	const answer = (status: number, body: object = {}) => ({
		...{ status, headers: {}, body: JSON.stringify(body) },
	});
	const operation = agent.operations.get;
	const subject = { ...operation, resourceLabel: agent.label };
	const api = (status: number) => toApiError(answer(status), { operation: subject }).message;
	const exchange = (status: number, body?: object) =>
		exchangeRefused(answer(status, body), 0).message;
	const gone = toApiError(answer(404, { message: 'Agent not found.' }), {
		operation: subject,
		records: [{ label: agent.label, id: 'agt_1' }],
	}).message;
	const forAccountKeys = toApiError(answer(403), {
		operation: { ...workspace.operations.create, resourceLabel: workspace.label },
		roles: ['accountAdmin'],
		keyType: 'workspace',
	}).message;
	const emptySecret = thrown(() =>
		readCredentials({ clientId: 'a', clientSecret: '', audience: 'b', tokenUrl: 'c' }),
	).message;
	const late = notDone(
		{ resource: file, operation: file.operations.upload, id: 'fil_1' },
		{ verdict: 'late', last: { is: 'working', status: 'pending' } },
		'10 minutes',
	).message;
	const credentialTest = new ViviApi().test.rules!.map(
		({ properties }) => (properties as { message: string }).message,
	);
	const said = [
		...[401, 403, 404, 429].map(api),
		gone,
		forAccountKeys,
		exchange(401),
		exchange(400, { error: 'invalid_target' }),
		exchange(400, { error: 'unauthorized_client' }),
		exchange(404),
		exchange(415),
		exchangeUnanswered(new NetworkFailure('blocked'), { connection: 'credential' }).message,
		emptySecret,
		late,
		...credentialTest,
	];
	const quoted = rows(/\*\*/)
		.map((cells) => /\*\*(.+?)\*\*/.exec(cells[1]!)![1]!)
		.filter((text) => /[.…’]$|was not carried out/.test(text));

	it('are there', () => expect(quoted.length).toBeGreaterThanOrEqual(12));

	it.each(quoted)('%s', (text) => {
		const parts = text.split('…').map((part) => part.trim());
		const isSaid = (message: string) => parts.every((part) => message.includes(part));
		expect(said.filter(isSaid)).not.toEqual([]);
	});
});

it('supports the versions of n8n that the end-to-end tests run with', () => {
	expect(rows(/^\d+\.\d+\.\d+$/).map((cells) => cells[1])).toEqual(SUPPORTED_N8N);
	const [, asked] = /VIVI_N8N_VERSION=(\S+) npm run test:n8n/.exec(whole)!;
	expect(asked).toBe(SUPPORTED_N8N[0]);
});

it('names every example', () => {
	for (const file of globSync('*.json', { cwd: join(root, 'examples') })) {
		expect(whole).toContain(`(../examples/${file})`);
	}
});
