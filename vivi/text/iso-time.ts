/** A date, or a date and a time with or without a time zone, in ISO 8601. */
export const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** A time without a time zone counts as UTC, as in VIVI's records. */
export function parseIso(text: string): number | undefined {
	const [, date, time = '00:00', zone] = ISO.exec(text.trim()) ?? [];
	if (date === undefined || !isOnCalendar(date)) return undefined;
	const offset = (zone ?? 'Z')
		.toUpperCase()
		.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
		.replace(/^[+-]\d{2}$/, '$&:00');
	const moment = Date.parse(`${date}T${time}${offset}`);
	return Number.isNaN(moment) ? undefined : moment;
}

/** Date.parse reads the 30th of February as the 2nd of March. */
function isOnCalendar(date: string): boolean {
	const midnight = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
