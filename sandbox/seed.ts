import { ROLES, type Role } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import { seededRandom } from './random';
import type { Store } from './store';

export interface SeedOptions {
	/** Milliseconds since the epoch; what was "just now" for the seeded records. */
	now: number;
	seed: number;
	/** How many there are in the whole account. */
	workspaces: number;
	users: number;
	agents: number;
	prompts: number;
	knowledgeBases: number;
	channels: number;
	threads: number;
}

const DAY = 86_400_000;

const WORKSPACES: Array<[name: string, description: string]> = [
	['Customer Support', 'Agents that answer customers'],
	['Sales', 'Agents for leads and quotations'],
	['IT Service Desk', 'Agents that help colleagues with their machines'],
	['Human Resources', 'Agents for questions about leave, pay and onboarding'],
	['Finance', 'Agents that read invoices and travel expenses'],
	['Kundendienst Zürich', 'Agents for customers who write in German'],
];
/** Workspaces are never of one size. */
const SHARES = [0.34, 0.22, 0.16, 0.12, 0.1, 0.06];

const TOPICS = [
	'Returns',
	'Shipping',
	'Warranty',
	'Billing',
	'Order Status',
	'Onboarding',
	'Product Finder',
	'Complaints',
	'Appointments',
	'Password Reset',
	'VPN',
	'Travel Expenses',
	'Payroll',
	'Leave Requests',
	'Quotations',
	'Lead Qualification',
	'Renewals',
	'Spare Parts',
	'Store Hours',
	'Gift Cards',
	'Loyalty Points',
	'Data Protection',
	'Invoices',
	'Réclamations',
	'Rückgaben',
	'Newsletter',
	'Accessibility',
	'Installation',
	'Recalls',
	'Opening an Account',
];
const AGENT_KINDS = [
	'Assistant',
	'Triage',
	'Helper',
	'Copilot',
	'Concierge',
	'Desk',
	'Guide',
	'Night Shift',
	'Voice',
	'Escalation',
];
const KNOWLEDGE_KINDS = ['Manuals', 'Policies', 'FAQ', 'Articles', 'Price Lists', 'Guidelines'];
const KNOWLEDGE_TYPES = [
	'documents',
	'documents',
	'documents',
	'indexedWebsite',
	'realtimeWebsite',
	'sharePoint',
	'livePro',
];
const CATEGORIES = ['Support', 'Product', 'Legal', 'Internal', 'Sales'];
const CHANNEL_TYPES = ['webChat', 'api', 'microsoftTeams', 'sms', 'whatsApp', 'voice'];
const FILES: Array<[name: string, mimeType: string]> = [
	['manual.pdf', 'application/pdf'],
	['price-list.csv', 'text/csv'],
	['policy.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['questions.md', 'text/markdown'],
	['Übersicht.pdf', 'application/pdf'],
	['release-notes.txt', 'text/plain'],
];
const FIRST_NAMES = [
	'Ada',
	'Grace',
	'Alan',
	'Edsger',
	'Barbara',
	'Ken',
	'Margaret',
	'Niklaus',
	'Radia',
	'Donald',
	'Frances',
	'Zoë',
];
const LAST_NAMES = [
	'Lovelace',
	'Hopper',
	'Turing',
	'Dijkstra',
	'Liskov',
	'Thompson',
	'Hamilton',
	'Wirth',
	'Perlman',
	'Knuth',
	'Allen',
	'Müller',
];
const QUESTIONS = [
	'Can I send the boots back after three weeks?',
	'Where is my parcel?',
	'My invoice shows the wrong address.',
	'How do I reset my password?',
	'Do you have this in green?',
	'Wann öffnet die Filiale am Samstag?',
];
const ANSWERS = [
	'You can send them back within 30 days.',
	'It left our warehouse this morning and arrives tomorrow.',
	'I have corrected it; the new invoice is on its way to you.',
	'Follow the link on the sign-in page; it is valid for an hour.',
	'Yes, in three sizes.',
	'Am Samstag von 9 bis 17 Uhr.',
];

/** Fills an empty account. The same options make the same records, IDs and times included. */
export function seedAccount(store: Store, options: SeedOptions): void {
	const random = seededRandom(options.seed);
	const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
	const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
	const code = () =>
		Math.floor(random() * 2 ** 32)
			.toString(16)
			.padStart(8, '0');
	const iso = (time: number) => new Date(Math.round(time)).toISOString();

	// Over 2026 until now; a clock that stands before that gets the 60 days behind it.
	const start = Math.min(Date.UTC(2026, 0, 5, 8), options.now - 60 * DAY);
	const between = (from: number, to: number) => from + random() * (to - from);
	/** Creation times in ascending order; one in twenty lies within the last day. */
	const moments = (count: number, from = start) =>
		Array.from({ length: count }, () =>
			between(random() < 0.05 ? Math.max(from, options.now - DAY) : from, options.now),
		).sort((a, b) => a - b);
	const times = (createdAt: number): JsonObject => ({
		createdAt: iso(createdAt),
		updatedAt: iso(random() < 0.6 ? between(createdAt, options.now) : createdAt),
	});

	const workspacesPath = store.listPath('workspace', {});
	const topicOffset = whole(0, TOPICS.length - 1);
	let agentNumber = 0;
	let knowledgeNumber = 0;
	let userNumber = 0;
	const roles = Object.keys(ROLES) as Role[];

	const shares = Array.from({ length: options.workspaces }, (_, index) => SHARES[index] ?? 0.05);
	const counts = (total: number) => split(total, shares);
	const perWorkspace = {
		users: counts(options.users),
		agents: counts(options.agents),
		prompts: counts(options.prompts),
		knowledgeBases: counts(options.knowledgeBases),
		channels: counts(options.channels),
		threads: counts(options.threads),
	};

	for (let index = 0; index < options.workspaces; index++) {
		const [name, description] = WORKSPACES[index] ?? [`Region ${index + 1}`, 'A regional team'];
		const founded = start + index * 2 * DAY;
		const workspace = store.insert(workspacesPath, 'workspace', {
			name,
			description,
			isDefault: index === 0,
			...times(founded),
		});
		const scope = { workspaceId: String(workspace.id) };
		const userIds: string[] = [];
		const promptIds: string[] = [];
		const knowledgeBaseIds: string[] = [];
		const agentIds: string[] = [];
		const channels: JsonObject[] = [];

		const usersPath = store.listPath('user', scope);
		for (const at of moments(perWorkspace.users[index]!, founded)) {
			const first = FIRST_NAMES[userNumber % FIRST_NAMES.length]!;
			const last = LAST_NAMES[Math.floor(userNumber * 1.7) % LAST_NAMES.length]!;
			const active = random() < 0.85;
			const email = `${first}.${last}.${++userNumber}@example.com`.toLowerCase();
			const user = store.insert(usersPath, 'user', {
				email: email.normalize('NFD').replace(/\p{M}/gu, ''),
				name: active ? `${first} ${last}` : null,
				role: roles[userIds.length % roles.length]!,
				status: active ? 'active' : 'invited',
				lastSignInAt: active ? iso(between(at, options.now)) : null,
				...times(at),
			});
			userIds.push(String(user.id));
		}

		const promptsPath = store.listPath('prompt', scope);
		for (const at of moments(perWorkspace.prompts[index]!, founded)) {
			const topic = pick(TOPICS);
			const prompt = store.insert(promptsPath, 'prompt', {
				name: `${topic} ${pick(['Tone', 'Policy', 'Instructions', 'Guardrails'])}`,
				content: `You help customers of {{shop}} with ${topic.toLowerCase()}.\n\n- Be brief.\n- Never guess.`,
				version: whole(1, 9),
				archived: random() < 0.1,
				...times(at),
			});
			promptIds.push(String(prompt.id));
		}

		const knowledgePath = store.listPath('knowledgeBase', scope);
		for (const at of moments(perWorkspace.knowledgeBases[index]!, founded)) {
			const number = knowledgeNumber++;
			const topic = TOPICS[(number + topicOffset) % TOPICS.length]!;
			const round = Math.floor(number / TOPICS.length);
			const type = pick(KNOWLEDGE_TYPES);
			const fileCount = type === 'documents' ? whole(1, 6) : 0;
			const knowledge = store.insert(knowledgePath, 'knowledgeBase', {
				name: numbered(`${topic} ${KNOWLEDGE_KINDS[round % 6]!}`, Math.floor(round / 6)),
				description: `What agents need to know about ${topic.toLowerCase()}`,
				type,
				category: pick(CATEGORIES),
				websiteUrl: type.endsWith('Website') ? `https://www.example.com/${code()}` : null,
				status: pick(['ready', 'ready', 'ready', 'ready', 'indexing', 'failed']),
				fileCount,
				...times(at),
			});
			knowledgeBaseIds.push(String(knowledge.id));
			const filesPath = store.listPath('file', {
				...scope,
				knowledgeBaseId: String(knowledge.id),
			});
			for (const fileAt of moments(fileCount, at)) {
				const [fileName, mimeType] = pick(FILES);
				const size = whole(2_000, 4_000_000);
				store.insert(filesPath, 'file', { name: fileName, mimeType, size, ...times(fileAt) });
			}
		}

		const agentsPath = store.listPath('agent', scope);
		for (const at of moments(perWorkspace.agents[index]!, founded)) {
			const number = agentNumber++;
			const topic = TOPICS[number % TOPICS.length]!;
			const round = Math.floor(number / TOPICS.length);
			const first = agentIds.length === 0;
			const agent = store.insert(agentsPath, 'agent', {
				name: numbered(`${topic} ${AGENT_KINDS[round % 10]!}`, Math.floor(round / 10)),
				description: `Answers questions about ${topic.toLowerCase()}`,
				status: first || random() < 0.8 ? 'published' : 'draft',
				promptId: promptIds.length > 0 ? pick(promptIds) : null,
				knowledgeBaseIds:
					knowledgeBaseIds.length > 0
						? [...new Set(Array.from({ length: whole(0, 3) }, () => pick(knowledgeBaseIds)))]
						: [],
				citations: random() < 0.5,
				structuredOutput: !first && random() < 0.1,
				...times(at),
			});
			agentIds.push(String(agent.id));
		}

		const channelsPath = store.listPath('channel', scope);
		for (const at of moments(perWorkspace.channels[index]!, founded)) {
			const type = CHANNEL_TYPES[channels.length % CHANNEL_TYPES.length]!;
			channels.push(
				store.insert(channelsPath, 'channel', {
					name: `${pick(['Website', 'Shop', 'Intranet', 'Hotline', 'App'])} ${channels.length + 1}`,
					type,
					agentId: agentIds.length > 0 && random() < 0.9 ? pick(agentIds) : null,
					status: random() < 0.9 ? 'active' : 'inactive',
					...times(at),
				}),
			);
		}

		const threadsPath = store.listPath('thread', scope);
		for (const at of moments(perWorkspace.threads[index]!, founded)) {
			if (channels.length === 0) break;
			const channel = pick(channels);
			const about = whole(0, QUESTIONS.length - 1);
			const messageCount = whole(1, 4) * 2;
			const thread = store.insert(threadsPath, 'thread', {
				title: QUESTIONS[about]!,
				agentId: channel.agentId ?? null,
				channelId: String(channel.id),
				userId: userIds.length > 0 ? pick(userIds) : null,
				messageCount,
				createdAt: iso(at),
				updatedAt: iso(Math.min(options.now, at + messageCount * 20_000)),
			});
			for (let message = 0; message < messageCount; message++) {
				const asks = message % 2 === 0;
				const turn = about + Math.floor(message / 2);
				store.insertMessage(`${threadsPath}/${String(thread.id)}`, {
					role: asks ? 'user' : 'agent',
					content: (asks ? QUESTIONS : ANSWERS)[turn % QUESTIONS.length]!,
					createdAt: iso(Math.min(options.now, at + message * 20_000)),
				});
			}
		}
	}
}

function numbered(name: string, round: number): string {
	return round === 0 ? name : `${name} ${round + 1}`;
}

/** Splits a total by shares without losing any to rounding. */
function split(total: number, shares: readonly number[]): number[] {
	const sum = shares.reduce((a, b) => a + b, 0);
	let before = 0;
	let given = 0;
	return shares.map((share) => {
		before += share;
		const upTo = Math.round((total * before) / sum);
		const count = upTo - given;
		given = upTo;
		return count;
	});
}
