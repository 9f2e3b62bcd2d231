import { randomBytes } from 'node:crypto';
import type { INodeCredentialTestResult } from 'n8n-workflow';

import type { ViviInputError } from '../../vivi/errors';
import { TOOL_SECRET_OK } from '../../vivi/tool/form';
import { readToolSecret } from '../../vivi/tool/secret';

/**
 * The message of n8n when the credential is saved. n8n has no default value that is new for each
 * credential, so the message offers a random secret where one is missing.
 */
export function judgeSecret(entered: object): INodeCredentialTestResult {
	try {
		readToolSecret(entered);
		return { status: 'OK', message: TOOL_SECRET_OK };
	} catch (error) {
		const { message, hint, field } = error as ViviInputError;
		const made = randomBytes(24).toString('hex');
		const offer = field === 'secret' ? ` This one was made just now: ${made}` : '';
		return { status: 'Error', message: `${message} ${hint}${offer}` };
	}
}
