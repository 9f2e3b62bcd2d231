/**
 * How long a step may take, in milliseconds: Zapier ends it after 30 seconds, without a word of ours
 * (docs.zapier.com › Operating constraints).
 */
export const STEP_MS = 25_000;
