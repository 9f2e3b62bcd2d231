import nock from 'nock';

import { restoreRequests } from './node-requests';

/** A key as VIVI's portal shows it. The API has its usual address, for nobody has entered another. */
export const OWN_KEY = {
	clientId: 'the-client',
	clientSecret: 'the-client-secret',
	audience: 'https://audience.example.com',
	tokenUrl: 'https://login.example.com/oauth/token',
	accountId: 'the-account',
};

/** All that a request says. */
export interface Said {
	host: string;
	text: string;
}

/**
 * Answers for VIVI at the addresses that a customer has, which no local server can have; every other
 * address is out of reach. Call it at the top of a test file.
 * @returns what was said to whom
 */
export function useOwnHosts(): Said[] {
	const said: Said[] = [];
	beforeAll(() => {
		nock.restore();
		restoreRequests();
		nock.activate();
		nock.disableNetConnect();
	});
	beforeEach(() => {
		said.length = 0;
		const { tokenUrl, accountId } = OWN_KEY;
		answer(said, tokenUrl, { access_token: 'the-token', token_type: 'Bearer', expires_in: 86_400 });
		const workspaces = `https://api.vivi.bot/accounts/${accountId}/workspaces`;
		answer(said, workspaces, { data: [{ id: 'ws', name: 'Support' }], nextCursor: null });
	});
	afterEach(() => nock.cleanAll());
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});
	return said;
}

function answer(said: Said[], url: string, body: object): void {
	const { origin, host, pathname } = new URL(url);
	nock(origin)
		.persist()
		.intercept(pathname, pathname.startsWith('/oauth') ? 'POST' : 'GET')
		.query(true)
		.reply(function (path, sent) {
			const { headers } = this.req;
			said.push({ host, text: JSON.stringify({ path, headers, sent }) });
			return [200, body];
		});
}
