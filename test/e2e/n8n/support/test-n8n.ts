import {
	startTemporaryN8n,
	type PreparedN8n,
	type TemporaryN8n,
} from '../../../../scripts/n8n/temporary';

export type TestN8n = TemporaryN8n;

/** The variable in which prepare.ts says what it has made. */
export const PREPARED = 'VIVI_PREPARED_N8N';

/**
 * A real n8n of its own with our packed package and the plain node, signed in.
 * @param env settings of n8n's own
 */
export async function startTestN8n(env: Record<string, string> = {}): Promise<TestN8n> {
	const prepared = JSON.parse(process.env[PREPARED]!) as PreparedN8n;
	return await startTemporaryN8n({ env, prepared });
}
