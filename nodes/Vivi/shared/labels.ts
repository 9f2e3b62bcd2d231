import type { Labels } from '../../../vivi/error-texts/labels';

/** What n8n's users know by another name than the core has for it. */
export const LABELS: Labels = { connection: 'credential' };
