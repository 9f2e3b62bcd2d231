import { join } from 'node:path';

import { commandsOf, readUserDocuments } from '../../../../scripts/readme/documents';
import { trials } from '../../../../scripts/readme/trials';

// Trying them takes most of an hour, so what has no trial, or a trial without a command, shows here.
const commands = commandsOf(readUserDocuments(join(__dirname, '../../../..')));

test.each(commands)('%s is tried in one way', (command) => {
	expect(trials.filter((trial) => trial.command.test(command))).toHaveLength(1);
});

test.each(trials)('$command is a command of the README, and tried or not for a reason', (trial) => {
	expect(commands.filter((command) => trial.command.test(command))).not.toEqual([]);
	expect([trial.run, trial.skip].filter((value) => value !== undefined)).toHaveLength(1);
});
