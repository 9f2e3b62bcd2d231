import { id, name, status, timestamps } from './fields';
import { filterBy } from './filters';
import { byName, create, get, list, remove, update } from './operations';
import { WORKSPACE_PATH } from './paths';
import { ROLE_HELP, ROLES, type InputField, type Resource } from './types';

const subject = {
	noun: 'user',
	nouns: 'users',
	path: `${WORKSPACE_PATH}/users`,
	itemPath: `${WORKSPACE_PATH}/users/{userId}`,
	read: ['accountAdmin', 'workspaceAdmin'],
	write: ['accountAdmin', 'workspaceAdmin'],
} as const;

const emailInput: InputField = {
	name: 'email',
	label: 'Email',
	type: 'email',
	required: true,
	help: 'The address the invitation is sent to',
	placeholder: 'e.g. ada@example.com',
};

const roleInput: InputField = {
	name: 'role',
	label: 'Role',
	type: 'options',
	required: true,
	help: 'What the user may do in the workspace',
	options: (Object.keys(ROLE_HELP) as Array<keyof typeof ROLE_HELP>).map((value) => ({
		value,
		label: ROLES[value],
		help: ROLE_HELP[value],
	})),
};

/** A list of users may also hold those of the account. */
const allRoles = Object.entries(ROLES).map(([value, label]) => ({ value, label }));

export const user = {
	name: 'user',
	label: 'User',
	plural: 'Users',
	description: 'A person with a role in a workspace',
	idField: 'userId',
	titleFields: ['name', 'email'],
	upsertBy: 'email',
	parent: 'workspace',
	segment: 'users',
	output: [
		id,
		{ name: 'email', label: 'Email', type: 'string', simple: true },
		name,
		{ name: 'role', label: 'Role', type: 'string', simple: true },
		status,
		{ name: 'lastSignInAt', label: 'Last Sign In', type: 'dateTime', simple: true },
		...timestamps,
	],
	sample: {
		id: 'usr_58c1d0e7',
		email: 'ada@example.com',
		name: 'Ada Lovelace',
		role: 'contentManager',
		status: 'active',
		lastSignInAt: '2026-03-01T08:12:00.000Z',
		createdAt: '2026-01-15T10:00:00.000Z',
		updatedAt: '2026-03-01T08:12:00.000Z',
	},
	operations: byName(
		get(subject),
		list(subject, {
			filters: [filterBy(roleInput, allRoles), filterBy(status, 'active')],
		}),
		{
			...create(subject, [emailInput, roleInput]),
			name: 'invite',
			label: 'Invite',
			action: 'Invite a user',
			description: 'Invite a person to the workspace by email',
			does: 'Invites a person to the workspace by email',
		},
		{
			...remove(subject, 'The person loses access to the workspace.'),
			name: 'remove',
			label: 'Remove',
			action: 'Remove a user',
			description: 'Remove one user from the workspace',
			does: 'Removes one user from the workspace',
		},
		{
			...update(subject, []),
			name: 'updateRole',
			label: 'Update Role',
			action: 'Update the role of a user',
			description: 'Give a user of the workspace another role',
			does: 'Gives a user of the workspace another role',
			fields: [roleInput],
		},
	),
} satisfies Resource;
