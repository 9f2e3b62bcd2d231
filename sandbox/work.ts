import type { Store } from './store';

/** How VIVI's work on a record goes, after it has answered. */
export interface WorkStyle {
	/** How long it is only planned, in milliseconds. */
	pendingMs: number;
	/** How long it takes from then on. */
	workingMs: number;
	/** Why it fails; empty where it does not. */
	failsWith: string;
}

/** Nothing is ever done, so that no record changes by itself. */
export const DEFAULT_WORK_STYLE: WorkStyle = { pendingMs: 0, workingMs: Infinity, failsWith: '' };

interface Job extends WorkStyle {
	path: string;
	id: string;
	/** The status meanwhile. */
	word: string;
	startedAt: number;
}

/** What goes on behind the API: files that are processed, knowledge bases that are read again. */
export class Work {
	private jobs: Job[] = [];
	private skippedMs = 0;

	/** @param now milliseconds since the epoch */
	constructor(
		private readonly store: Store,
		private readonly now: () => number = Date.now,
	) {}

	/** Begins the work on a record; what was going on there is forgotten. */
	start(path: string, id: string, word: string, style: WorkStyle): void {
		this.jobs = this.jobs.filter((job) => job.path !== path || job.id !== id);
		this.jobs.push({ ...style, path, id, word, startedAt: this.time() });
		this.settle();
	}

	/** Lets time pass for all that is going on, and for nothing else. */
	skip(ms: number): void {
		this.skippedMs += ms;
		this.settle();
	}

	/** Brings the status of the records to where it is by now. */
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
