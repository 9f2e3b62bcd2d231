import fc from 'fast-check';

import { readProgress } from '../../../vivi/progress/progress';

it.each([
	[{ status: 'ready' }, { is: 'done', status: 'ready' }],
	[{ state: 'COMPLETED' }, { is: 'done', status: 'COMPLETED' }],
	[{ indexing_status: 'In Progress' }, { is: 'working', status: 'In Progress' }],
	[{ processingStatus: 'in_progress' }, { is: 'working', status: 'in_progress' }],
	[{ status: { state: 'Queued' } }, { is: 'working', status: 'Queued' }],
	[{ status: 'frobnicating' }, { is: 'unclear', status: 'frobnicating' }],
	[
		{ status: null, state: 'ready' },
		{ is: 'done', status: 'ready' },
	],
	[
		{ status: 'active', indexingStatus: 'running' },
		{ is: 'working', status: 'running' },
	],
	[
		{ status: 'uploaded', processing_status: { value: 'done' } },
		{ is: 'done', status: 'done' },
	],
	[
		{ indexStatus: 'v2', status: 'failed' },
		{ is: 'failed', status: 'failed' },
	],
	[{ status: 7 }, { is: 'untold' }],
	[{ id: 'x' }, { is: 'untold' }],
])('reads %j', (record, expected) => expect(readProgress(record)).toEqual(expected));

it.each([
	[{ error: { message: 'The PDF is protected.' } }, 'The PDF is protected.'],
	[{ failure_reason: 'No text in it' }, 'No text in it'],
	[{ errors: ['One', 'Two'] }, 'One; Two'],
	[{ error: null, statusMessage: 'Gone' }, 'Gone'],
	[{}, undefined],
])('a failure has the reason of the service: %j', (more, reason) =>
	expect(readProgress({ status: 'failed', ...more })).toEqual({
		...{ is: 'failed', status: 'failed' },
		...(reason !== undefined && { reason }),
	}),
);

it('shows no secret of a reason', () => {
	const error = 'Refused with Bearer eyJhbGciOiJIUzI1NiJ9.abc';
	expect(JSON.stringify(readProgress({ status: 'error', error }))).not.toContain('eyJ');
});

it('reads any record', () =>
	fc.assert(
		fc.property(
			fc.dictionary(fc.constantFrom('status', 'state', 'error', 'x'), fc.jsonValue()),
			(record) => {
				expect(['done', 'working', 'failed', 'unclear', 'untold']).toContain(
					readProgress(record as never).is,
				);
			},
		),
	));
