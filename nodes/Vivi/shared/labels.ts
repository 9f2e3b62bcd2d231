import type { Labels } from '../../../vivi/error-texts/labels';

/** The word of n8n's users, where it differs from the core's. */
export const LABELS: Labels = { connection: 'credential' };
