const EVERY_MS = 1000;

const byId = (id) => document.getElementById(id);

/** An element with text or further elements in it. Text is never read as HTML. */
function element(tag, className, ...content) {
	const made = document.createElement(tag);
	if (className) made.className = className;
	made.append(...content);
	return made;
}

const row = (...cells) => element('tr', '', ...cells);
const cell = (content, className = '') => element('td', className, String(content ?? ''));

/** @throws Error with the sandbox's own words for every status but 2xx */
async function admin(path, method = 'GET', sent = {}) {
	const response = await fetch(`/_sandbox${path}`, {
		method,
		...(method === 'GET'
			? {}
			: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }),
	}).catch(() => {
		throw new Error('The sandbox does not answer any more. Start it again and reload this page.');
	});
	const text = await response.text();
	const body = text === '' ? {} : JSON.parse(text);
	if (!response.ok)
		throw new Error(body.error?.message ?? `The sandbox answered ${response.status}.`);
	return body;
}

function showProblem(error) {
	byId('problem').textContent = error ? error.message : '';
	byId('problem').hidden = !error;
}

function showAccount({ accountId, baseUrl, tokenUrl, audience, workspaces }) {
	const facts = [
		['Account ID', accountId],
		['Base URL', baseUrl],
		['Token URL', tokenUrl],
		['Audience', audience],
	];
	byId('account').replaceChildren(
		...facts.flatMap(([name, value]) => [element('dt', '', name), element('dd', 'code', value)]),
	);
	const counted = Object.keys(workspaces[0]?.counts ?? {});
	byId('workspace-head').replaceChildren(
		element('th', '', 'Workspace'),
		element('th', '', 'ID'),
		...counted.map((label) => element('th', 'number', label)),
	);
	byId('workspaces').replaceChildren(
		...workspaces.map(({ id, name, counts }) =>
			row(cell(name), cell(id, 'code'), ...counted.map((label) => cell(counts[label], 'number'))),
		),
	);
}

/** A button that carries out an action of the admin API and shows what came of it. */
function action(label, enabled, carryOut) {
	const button = element('button', '', label);
	button.type = 'button';
	button.disabled = !enabled;
	button.addEventListener('click', async () => {
		try {
			await carryOut();
			showProblem();
			await refresh();
		} catch (error) {
			showProblem(error);
		}
	});
	return button;
}

function keyRow({ id, name, clientId, secretLast4, roleLabel, active, validTokens }) {
	const actions = element(
		'td',
		'actions',
		action('Rotate', active, async () => showSecret(await admin(`/keys/${id}/rotate`, 'POST'))),
		action('Expire tokens', validTokens > 0, () => admin(`/keys/${id}/expire-tokens`, 'POST')),
		action('Deactivate', active, async () => {
			const question = `Deactivate “${name}”? It cannot be activated again.`;
			if (window.confirm(question)) await admin(`/keys/${id}/deactivate`, 'POST');
		}),
	);
	return row(
		cell(name),
		cell(clientId, 'code'),
		cell(`…${secretLast4}`, 'code'),
		cell(roleLabel),
		cell(active ? 'Active' : 'Deactivated', active ? 'good' : 'bad'),
		cell(validTokens, 'number'),
		actions,
	);
}

function showSecret({ name, clientSecret }) {
	byId('secret-name').textContent = `“${name}”`;
	byId('secret-value').textContent = clientSecret;
	byId('secret').hidden = false;
	byId('secret').scrollIntoView({ block: 'nearest' });
}

byId('secret-done').addEventListener('click', () => {
	byId('secret').hidden = true;
	byId('secret-value').textContent = '';
});

function showFigures({ exchanges, exchangesOk, apiCalls, sends, secretLeaks }) {
	const figures = [
		[exchanges, 'token exchanges'],
		[exchanges - exchangesOk, 'of them refused'],
		[apiCalls, 'API calls'],
		[sends, 'messages to agents'],
		[secretLeaks, 'secrets sent to the API'],
	];
	byId('figures').replaceChildren(
		...figures.map(([count, what]) =>
			element('li', '', element('b', '', String(count)), ` ${what}`),
		),
	);
}

function callRow({ at, method, path, query, body, userId, outcome, ms, keyId }, names) {
	const sent = [
		query && `?${new URLSearchParams(query)}`,
		body !== undefined && JSON.stringify(body),
		userId && `X-User-Id: ${userId}`,
	]
		.filter(Boolean)
		.join(' ');
	const sentCell = cell(sent, 'code clipped');
	sentCell.title = sent;
	return row(
		cell(new Date(at).toLocaleTimeString()),
		cell(names.get(keyId) ?? '–'),
		cell(`${method} ${path}`, 'code'),
		sentCell,
		cell(outcome, outcome >= 200 && outcome < 300 ? 'number good' : 'number bad'),
		cell(ms, 'number'),
	);
}

/** One conversation for as long as the page is open. */
const threadId = crypto.randomUUID();

/** Carries out what a form asks for, and says on the page what it was refused for. */
function onSubmit(form, carryOut) {
	byId(form).addEventListener('submit', async (event) => {
		event.preventDefault();
		const button = byId(form).querySelector('button');
		button.disabled = true;
		try {
			await carryOut();
			showProblem();
		} catch (error) {
			showProblem(error);
		}
		button.disabled = false;
	});
}

onSubmit('chat', async () => {
	const message = byId('message').value;
	const { response, error } = await admin('/chat', 'POST', { message, threadId });
	if (error) throw new Error(error.message);
	byId('conversation').append(element('li', '', message), element('li', 'answer', response));
	byId('message').value = '';
});

onSubmit('tool', async () => {
	await admin('/tools', 'POST', { url: byId('tool-url').value, secret: byId('tool-secret').value });
	byId('tool').reset();
	await refresh();
});

function toolItem({ name, fields, description }) {
	const how = [name, ...fields.map((field) => `${field}=…`)].join(' ');
	return element('li', '', element('code', '', how), ` ${description}`);
}

/** What is on the page already, so that what has not changed is left alone, and the mouse with it. */
const shown = new Map();

function ifChanged(name, data, show) {
	const text = JSON.stringify(data);
	if (shown.get(name) === text) return;
	shown.set(name, text);
	show(data);
}

async function refresh() {
	const [account, { data: keys }, { data: tools }, { lastCalls, ...figures }] = await Promise.all([
		admin('/account'),
		admin('/keys'),
		admin('/tools'),
		admin('/stats'),
	]);
	ifChanged('account', account, showAccount);
	ifChanged('keys', keys, () => byId('keys').replaceChildren(...keys.map(keyRow)));
	ifChanged('tools', tools, () => byId('tools').replaceChildren(...tools.map(toolItem)));
	ifChanged('figures', figures, showFigures);
	ifChanged('calls', lastCalls, () => {
		const names = new Map(keys.map(({ id, name }) => [id, name]));
		byId('calls').replaceChildren(...lastCalls.toReversed().map((call) => callRow(call, names)));
		byId('no-calls').hidden = lastCalls.length > 0;
	});
}

let isLost = false;

async function watch() {
	try {
		if (!document.hidden) await refresh();
		// What an action was refused for stays on the page until the next action.
		if (isLost) showProblem();
		isLost = false;
	} catch (error) {
		isLost = true;
		showProblem(error);
	}
	setTimeout(watch, EVERY_MS);
}

void watch();
