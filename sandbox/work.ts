import type { Store } from './store';

/** The progress of VIVI's work on a record, after its answer. */
export interface WorkStyle {
	/** How long the work is only planned, in milliseconds. */
	pendingMs: number;
	/** How long the work takes after that, in milliseconds. */
	workingMs: number;
	/** Why it fails; empty for success. */
	failsWith: string;
}

/** The work never ends, so no record changes by itself. */
export const DEFAULT_WORK_STYLE: WorkStyle = { pendingMs: 0, workingMs: Infinity, failsWith: '' };

interface Job extends WorkStyle {
	path: string;
	id: string;
	/** The status in the meantime. */
	word: string;
	startedAt: number;
}

/** The work behind the API: processing files, reading knowledge bases again. */
export class Work {
	private jobs: Job[] = [];
	private skippedMs = 0;

	/** @param now milliseconds since the epoch */
	constructor(
		private readonly store: Store,
		private readonly now: () => number = Date.now,
	) {}

	/** Begins the work on a record in place of earlier work on it. */
	start(path: string, id: string, word: string, style: WorkStyle): void {
		this.jobs = this.jobs.filter((job) => job.path !== path || job.id !== id);
		this.jobs.push({ ...style, path, id, word, startedAt: this.time() });
		this.settle();
	}

	/** Lets time pass for all work, and for nothing else. */
	skip(ms: number): void {
		this.skippedMs += ms;
		this.settle();
	}

	/** Updates the status of the records. */
	settle(): void {
		for (const job of this.jobs) {
			const status = this.statusOf(job);
			const record = this.store.collection(job.path).get(job.id);
			if (!record || record['status'] === status) continue;
			const error = status === 'failed' ? { error: { message: job.failsWith } } : {};
			this.store.update(job.path, job.id, { status, ...error });
		}
		this.jobs = this.jobs.filter((job) => !isOver(this.statusOf(job)));
	}

	private statusOf({ startedAt, pendingMs, workingMs, word, failsWith }: Job): string {
		const elapsed = this.time() - startedAt;
		if (elapsed < pendingMs) return 'pending';
		if (elapsed < pendingMs + workingMs) return word;
		return failsWith === '' ? 'ready' : 'failed';
	}

	private time(): number {
		return this.now() + this.skippedMs;
	}
}

function isOver(status: string): boolean {
	return status === 'ready' || status === 'failed';
}
