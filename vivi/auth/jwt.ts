import { isJsonObject, parseJson } from '../http/json';

/** The times in a token: when VIVI made it and when it ends, in milliseconds since the epoch. */
interface JwtTimes {
	issuedAt?: number;
	expiresAt?: number;
}

/**
 * Reads the times of a JWT without verifying it. The API verifies it; we only plan by the times.
 * @returns no times for anything but a JWT
 */
export function jwtTimes(token: string): JwtTimes {
	const payload = token.split('.')[1];
	if (payload === undefined) return {};
	const claims = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
	if (!isJsonObject(claims)) return {};
	return {
		...(isTime(claims['iat']) && { issuedAt: claims['iat'] * 1000 }),
		...(isTime(claims['exp']) && { expiresAt: claims['exp'] * 1000 }),
	};
}

function isTime(value: unknown): value is number {
	return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
