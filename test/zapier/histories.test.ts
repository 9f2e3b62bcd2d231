import fc from 'fast-check';

import type { ListStyle } from '../../sandbox/list-style';
import { KnownLists } from '../../vivi/client/known-lists';
import type { JsonObject } from '../../vivi/http/json';
import { connect, keyOf } from './support/app';
import { useSandbox } from './support/use-sandbox';
import { Zap } from './support/zap';

const local = useSandbox({ workspaces: 1, agents: 3, prompts: 1, knowledgeBases: 1, threads: 1 });
let authData: Record<string, string>;

beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
});

/** What the process has learnt of the service's lists; a new process knows nothing. */
let known = new KnownLists();
const { of: factsOf } = KnownLists.prototype;
jest.spyOn(KnownLists.prototype, 'of').mockImplementation((key) => factsOf.call(known, key));

/** Something that happens in VIVI; `pick` chooses the record. */
type Happening =
	| { what: 'create' }
	| { what: 'change'; pick: number; to: string }
	| { what: 'remove'; pick: number }
	| { what: 'poll' }
	| { what: 'restart' }
	/** The service pages in another way: it has been made anew. */
	| { what: 'style'; style: Partial<ListStyle> };

const pick = fc.nat(20);
const pagesOf = { order: fc.constantFrom('oldestFirst' as const, 'newestFirst' as const) };
const style: fc.Arbitrary<Partial<ListStyle>> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			...pagesOf,
			maxLimit: fc.constantFrom(1, 2, 200),
			refusedLimit: fc.constantFrom(Infinity, 50),
			container: fc.constantFrom('data' as const, 'array' as const),
			next: fc.constantFrom('silentOffset' as const, 'silentPage' as const, 'totalHeader' as const),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			...pagesOf,
			maxLimit: fc.constantFrom(1, 2, 200),
			next: fc.constantFrom('nextCursor' as const, 'url' as const, 'hasMore' as const),
		}),
	},
	// All at once: nobody could ask for what does not fit.
	{ weight: 1, arbitrary: fc.record({ ...pagesOf, next: fc.constant('none' as const) }) },
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
	fc.record({ what: fc.constant('create' as const) }),
	fc.record({
		what: fc.constant('change' as const),
		pick,
		to: fc.constantFrom('draft', 'published', 'archived'),
	}),
	fc.record({ what: fc.constant('remove' as const), pick }),
	fc.record({ what: fc.constant('poll' as const) }),
	fc.record({ what: fc.constant('restart' as const) }),
	fc.record({ what: fc.constant('style' as const), style }),
);

const agents = () => local.sandbox.data.list('agent');
const idOf = (record: JsonObject) => String(record['id']);
/** What a record says, in words of its own rather than by the fingerprint that is tested. */
const stateOf = (record: JsonObject) =>
	JSON.stringify([idOf(record), record['status'], record['updatedAt']]);

// Later than all that is there at first, which was created until now.
let clock = Date.now() + 60_000;
/** Each moment further from the one before than the two times of one write are. */
const tick = () => new Date((clock += 2000)).toISOString();

it('every new record and every change is told once, whatever happens between the polls', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(happening, { minLength: 1, maxLength: 12 }),
			fc.boolean(),
			style,
			async (history, withTimes, first) => {
				local.sandbox.setListStyle(first);
				known = new KnownLists();
				const times = (at: string) => (withTimes ? { updatedAt: at } : { updatedAt: null });
				if (!withTimes) {
					for (const one of agents()) {
						local.sandbox.data.update('agent', idOf(one), { createdAt: null, updatedAt: null });
					}
				}
				const bundle = {
					authData,
					inputData: { workspace_id: local.sandbox.defaultWorkspaceId },
				};
				const added = new Zap('new_agent', bundle);
				const changed = new Zap('updated_agent', bundle);
				await added.turnOn();
				await changed.turnOn();
				const knownIds = new Set(agents().map(idOf));
				const knownStates = new Set(agents().map(stateOf));

				for (const one of [...history, { what: 'poll' as const }]) {
					const all = agents();
					const chosen = 'pick' in one && all.length > 0 ? idOf(all[one.pick % all.length]!) : '';
					if (one.what === 'create') {
						const at = tick();
						local.sandbox.data.insert('agent', {
							name: 'New',
							status: 'draft',
							createdAt: withTimes ? at : null,
							...times(at),
						});
					} else if (one.what === 'change' && chosen !== '') {
						local.sandbox.data.update('agent', chosen, { status: one.to, ...times(tick()) });
					} else if (one.what === 'remove' && chosen !== '') {
						local.sandbox.data.remove('agent', chosen);
					} else if (one.what === 'style') {
						local.sandbox.setListStyle(one.style);
						known = new KnownLists();
					} else if (one.what === 'restart') {
						known = new KnownLists();
					} else if (one.what === 'poll') {
						const newOnes = agents().filter((record) => !knownIds.has(idOf(record)));
						const newStates = agents().filter(
							(record) =>
								!knownStates.has(stateOf(record)) &&
								!(withTimes && record['createdAt'] === record['updatedAt']),
						);
						for (const record of agents()) {
							knownIds.add(idOf(record));
							knownStates.add(stateOf(record));
						}
						expect((await added.poll()).map(idOf).sort()).toEqual(newOnes.map(idOf).sort());
						expect((await changed.poll()).map(idOf).sort()).toEqual(newStates.map(idOf).sort());
					}
				}
			},
		),
		{ numRuns: 40 },
	);
}, 300_000);
