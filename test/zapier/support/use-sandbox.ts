import type { SandboxOptions } from '../../../sandbox/server';
import { useSandbox as useAnySandbox } from '../../support/use-sandbox';

/** A local VIVI that is small unless said otherwise. */
export const useSandbox = (options: SandboxOptions = {}) =>
	useAnySandbox({ agents: 12, knowledgeBases: 8, threads: 8, ...options });
