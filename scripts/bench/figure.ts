import { spreadOf, type Spread } from './statistics';

/** Some runs of the same thing. */
export interface Sample {
	who: string;
	/** One value per run, in the figure's unit. */
	values: number[];
}

export type Target = { atMost: number } | { atLeast: number };

/** What people would use instead, measured beside it; the target is for ours ÷ this. */
export interface Peer extends Sample {
	target?: Target;
}

export interface Figure {
	name: string;
	unit: string;
	/** One sentence that says what is measured. */
	what: string;
	ours: Sample;
	peers: Peer[];
	/** For the median of ours by itself. */
	target?: Target;
	/** Further facts of the runs. */
	notes?: string[];
	/** Why a target may be missed, as a profile shows it; told only where one is. */
	whenMissed?: string;
}

/** Somebody's runs in short. */
export interface Measured extends Spread {
	who: string;
	n: number;
}

/** A figure with its comparisons. */
export interface Verdict {
	name: string;
	unit: string;
	what: string;
	ours: Measured & { target?: Target; met?: boolean };
	/** `ratio` is ours ÷ this; without a value where this is zero. */
	peers: Array<Measured & { ratio?: Spread; target?: Target; met?: boolean }>;
	notes: string[];
	/** Whether any target is missed. */
	missed: boolean;
}

/** Compares the measured values with their peers and targets. */
export function judge({ name, unit, what, ours, peers, target, ...facts }: Figure): Verdict {
	const own = { ...measured(ours), ...verdictOn(target, spreadOf(ours.values).median) };
	const others = peers.map((peer) => {
		const ratio = ratioOf(ours, peer);
		return { ...measured(peer), ...(ratio && { ratio }), ...verdictOn(peer.target, ratio?.median) };
	});
	const missed = [own, ...others].some(({ met }) => met === false);
	const notes = [...(facts.notes ?? []), ...(missed && facts.whenMissed ? [facts.whenMissed] : [])];
	return { name, unit, what, ours: own, peers: others, notes, missed };
}

/**
 * Ours ÷ the peer. Runs that took turns are compared pair by pair, because a slow moment of the
 * machine slows both of a pair; otherwise the medians are compared.
 */
export function ratioOf(ours: Sample, peer: Sample): Spread | undefined {
	if (peer.values.some((value) => value === 0)) return undefined;
	return ours.values.length === peer.values.length
		? spreadOf(ours.values.map((value, run) => value / peer.values[run]!))
		: spreadOf([spreadOf(ours.values).median / spreadOf(peer.values).median]);
}

function measured({ who, values }: Sample): Measured {
	return { who, n: values.length, ...spreadOf(values) };
}

function verdictOn(target: Target | undefined, value: number | undefined) {
	if (!target) return {};
	// A target that cannot be compared counts as missed.
	if (value === undefined) return { target, met: false };
	return { target, met: 'atMost' in target ? value <= target.atMost : value >= target.atLeast };
}
