import { randomBytes, randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../vivi/catalogue/types';
import { ApiError } from './errors';

export const AUDIENCE = 'https://vivi-cxp-api/';

export type KeyType = 'account' | 'workspace';

/** The values that VIVI's dialog shows once, when a key is created or its secret rotated. */
export interface IssuedKey {
	id: string;
	name: string;
	clientId: string;
	clientSecret: string;
	audience: string;
	tokenUrl: string;
	keyType: KeyType;
	role: Role;
	workspaceId?: string;
}

export interface ApiKey {
	id: string;
	name: string;
	clientId: string;
	clientSecret: string;
	keyType: KeyType;
	role: Role;
	workspaceId?: string;
	active: boolean;
	createdAt: string;
	rotatedAt?: string;
}

/** The values that VIVI shows of a key afterwards. */
export type KeySummary = Omit<ApiKey, 'clientSecret'> & { secretLast4: string };

export interface NewKey {
	name: string;
	keyType: KeyType;
	/** For workspace keys; account keys are always Account Admin. */
	role?: Role;
	workspaceId?: string;
}

/** The API credentials of the account and their life cycle, as VIVI's guide describes it. */
export class Keys {
	private readonly byId = new Map<string, ApiKey>();
	private readonly byClientId = new Map<string, ApiKey>();
	/** Retired ones too: a leak of an old secret is also a leak. */
	private readonly secrets: string[] = [];

	create({ name, keyType, role, workspaceId }: NewKey): ApiKey {
		if (keyType === 'workspace' && !workspaceId) {
			throw new ApiError(422, 'invalid_key', 'A workspace key needs a workspaceId.');
		}
		const key: ApiKey = {
			id: `key_${randomBytes(4).toString('hex')}`,
			name,
			clientId: randomUUID().replaceAll('-', ''),
			clientSecret: this.newSecret(),
			keyType,
			role: keyType === 'account' ? 'accountAdmin' : checkWorkspaceRole(role ?? 'workspaceAdmin'),
			...(keyType === 'workspace' && workspaceId ? { workspaceId } : {}),
			active: true,
			createdAt: new Date().toISOString(),
		};
		this.byId.set(key.id, key);
		this.byClientId.set(key.clientId, key);
		return key;
	}

	/** Retires the secret; tokens that were issued for it live on. */
	rotate(id: string): ApiKey {
		const key = this.get(id);
		if (!key.active) throw new ApiError(409, 'key_deactivated', 'This key was deactivated.');
		key.clientSecret = this.newSecret();
		key.rotatedAt = new Date().toISOString();
		return key;
	}

	/** For ever: no exchange and no token works any more. */
	deactivate(id: string): ApiKey {
		const key = this.get(id);
		key.active = false;
		return key;
	}

	changeRole(id: string, role: Role): ApiKey {
		const key = this.get(id);
		if (key.keyType === 'account') {
			throw new ApiError(409, 'account_key', 'Account keys are always Account Admin.');
		}
		key.role = checkWorkspaceRole(role);
		return key;
	}

	get(id: string): ApiKey {
		const key = this.byId.get(id);
		if (!key) throw new ApiError(404, 'not_found', 'There is no such key.');
		return key;
	}

	find(id: string): ApiKey | undefined {
		return this.byId.get(id);
	}

	findByClientId(clientId: string): ApiKey | undefined {
		return this.byClientId.get(clientId);
	}

	list(): KeySummary[] {
		return [...this.byId.values()].map(summary);
	}

	/** True when the text or bytes contain a secret that was ever issued. */
	leaksIn(content: string | Buffer): boolean {
		return this.secrets.some((secret) => content.includes(secret));
	}

	private newSecret(): string {
		const secret = randomBytes(48).toString('base64url');
		this.secrets.push(secret);
		return secret;
	}
}

export function summary({ clientSecret, ...rest }: ApiKey): KeySummary {
	return { ...rest, secretLast4: clientSecret.slice(-4) };
}

function checkWorkspaceRole(role: Role): Role {
	if (role === 'accountAdmin' || !Object.hasOwn(ROLES, role)) {
		throw new ApiError(422, 'invalid_role', `'${role}' is no role of a workspace key.`);
	}
	return role;
}
