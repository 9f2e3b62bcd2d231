import { needsOf } from '../../../../scripts/start/examples';

const node = (type: string, parameters = {}) => ({ type, parameters });

test('an example says once what it needs', () => {
	const nodes = [
		node('n8n-nodes-base.slack'),
		node('n8n-nodes-vivi.vivi', { resource: 'agent' }),
		node('n8n-nodes-base.slack'),
		node('n8n-nodes-base.emailSend'),
	];
	expect(needsOf({ nodes })).toEqual(['Slack', 'SMTP']);
});

test('a free request needs an address that only its owner knows', () => {
	const nodes = [node('n8n-nodes-vivi.vivi', { resource: 'apiRequest' })];
	expect(needsOf({ nodes })).toEqual(['an address of yours']);
});

test('what talks to VIVI alone runs as it is', () => {
	const nodes = [node('n8n-nodes-base.manualTrigger'), node('n8n-nodes-vivi.vivi')];
	expect(needsOf({ nodes })).toEqual([]);
});
