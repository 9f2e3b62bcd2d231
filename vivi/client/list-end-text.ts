/**
 * A hint about a list that may go on, in two sentences.
 * @param count the number of records up to now
 */
export function mayGoOn(plural: string, count: number): string {
	const records = count === 1 ? '1 record' : `${count} records`;
	return `VIVI does not say whether its list of ${plural.toLowerCase()} ends after these ${records}, and gives no more when it is asked for them. There may be more.`;
}
