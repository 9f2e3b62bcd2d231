/** A date, or a date and a time with or without a time zone, as ISO 8601 writes them. */
export const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** A time that names no time zone is taken as UTC, as VIVI's records are. */
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

/** Date.parse takes the 30th of February for the 2nd of March. */
function isOnCalendar(date: string): boolean {
	const midnight = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
