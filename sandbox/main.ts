import { parseArgs } from 'node:util';
import type { IssuedKey } from './keys';
import { startSandbox } from './server';
import { print, printError } from '../scripts/print/terminal';

const USAGE = `Usage: npm run sandbox -- [--port 8787] [--token-life SECONDS] [--personality second]

The second personality has VIVI's API at other addresses than the connectors assume.`;

/** `npm run sandbox`: a local VIVI that stays until Ctrl-C. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8787' },
			'token-life': { type: 'string', default: '86400' },
			personality: { type: 'string', default: 'first' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		print(USAGE);
		return;
	}
	const port = wholeNumber('--port', values.port, 0, 65_535);
	const tokenLifeSeconds = wholeNumber('--token-life', values['token-life'], 1, 2 ** 31);

	const { personality } = values;
	if (personality !== 'first' && personality !== 'second') {
		throw new Error(`--personality is first or second.\n${USAGE}`);
	}

	const sandbox = await startSandbox({ port, tokenLifeSeconds, personality });
	// Long enough to see how a step waits for it.
	sandbox.setWorkStyle({ pendingMs: 2_000, workingMs: 8_000 });
	const { accountId, channel, defaultWorkspaceId, keys, url } = sandbox;
	const lines: string[] = [
		'A local VIVI is running. It holds made-up data and forgets everything when it stops.',
		'',
		`Start page    ${url}/  (watch what arrives; rotate, expire and deactivate keys)`,
		`Base URL      ${url}`,
		`Account ID    ${accountId}`,
		`Workspace ID  ${defaultWorkspaceId}`,
		`OpenAPI       ${url}/openapi.json`,
		`Admin API     ${sandbox.adminUrl}`,
		'',
		...describeKey('Account API key', keys.account),
		...describeKey('Workspace API key (Workspace Admin)', keys.workspace),
		'API channel',
		`  channelId     ${channel.channelId}`,
		`  vivi-api-key  ${channel.apiKey}`,
		'',
		'Stop it with Ctrl-C.',
	];
	print(lines.join('\n'));

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
}

function describeKey(title: string, key: IssuedKey): string[] {
	return [
		title,
		`  clientId      ${key.clientId}`,
		`  clientSecret  ${key.clientSecret}`,
		`  audience      ${key.audience}`,
		`  tokenUrl      ${key.tokenUrl}`,
		'',
	];
}

function wholeNumber(flag: string, value: string, least: number, most: number): number {
	const number = Number(value);
	if (!Number.isInteger(number) || number < least || number > most) {
		throw new Error(`${flag} must be a whole number from ${least} to ${most}.\n${USAGE}`);
	}
	return number;
}

main().catch((error: unknown) => {
	const { code, message } = error as NodeJS.ErrnoException;
	printError(
		code === 'EADDRINUSE'
			? 'The port is taken. Choose another one with --port, or --port 0 for any free one.'
			: message,
	);
	process.exitCode = 1;
});
