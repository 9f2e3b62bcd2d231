/** Whether it is a known time zone; n8n also knows a 'DEFAULT'. */
export function isTimeZone(timeZone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone }) !== undefined;
	} catch {
		return false;
	}
}

/** The moment at which the clocks of a time zone show what UTC's clocks show at a given moment. */
export function onClocksOf(timeZone: string, shown: number): number {
	if (timeZone === 'UTC') return shown;
	// The second step covers a change of the clocks between the two moments.
	return shown - offsetAt(shown - offsetAt(shown, timeZone), timeZone);
}

/** By how many milliseconds the clocks of a time zone are ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
		...{ year: 'numeric', month: 'numeric', day: 'numeric' },
		...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
	}).formatToParts(moment);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const [year, month, day] = [part('year'), part('month'), part('day')];
	const shown = Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second'));
	return shown - Math.floor(moment / 1000) * 1000;
}
