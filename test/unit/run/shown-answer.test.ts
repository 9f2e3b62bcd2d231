import { simpleAnswer } from '../../../vivi/run/shown-answer';

const threadId = '3f2b8c1e-6a0d-4f7e-9b1c-2d5e8a7f0c34';
const raw = { response: 'In 30 days.', usage: 12 };

test.each([
	[
		{ text: 'In 30 days.', structuredOutput: null },
		{ text: 'In 30 days.', threadId },
	],
	[
		{ text: null, structuredOutput: { days: 30 } },
		{ text: null, structuredOutput: { days: 30 }, threadId },
	],
	// An answer that nobody recognises is kept whole.
	[
		{ text: null, structuredOutput: null },
		{ text: null, threadId, raw },
	],
])('%j', (answer, simple) => expect(simpleAnswer({ ...answer, threadId, raw })).toEqual(simple));
