import { randomBytes } from 'node:crypto';

/** Whom the editor of a local n8n belongs to. */
export interface Owner {
	email: string;
	password: string;
}

export const OWNER_EMAIL = 'owner@example.com';

/**
 * A password that nobody can know. n8n asks for 8 to 64 characters, with a digit and a capital letter
 * among them; the start sees to those.
 */
export function newPassword(): string {
	return `V1-${randomBytes(15).toString('base64url')}`;
}

/** The owner of an n8n that is soon forgotten. */
export const newOwner = (): Owner => ({ email: OWNER_EMAIL, password: newPassword() });
