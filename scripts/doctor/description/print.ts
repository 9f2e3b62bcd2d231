import { plainText, shortened } from '../../../vivi/text/plain-text';
import { markdownTable } from '../../print/markdown-table';
import type { DescriptionFindings, OperationFinding } from './examine-description';

/** Operations of the document that are listed; the others are counted. */
const MOST_OTHERS = 20;

/** What was found, in words, with the address map at the end. */
export function descriptionText(findings: DescriptionFindings): string {
	const { title, operations, addressMap } = findings;
	const count = Object.keys(addressMap).length;
	return [
		`${title === '' ? 'The document' : `'${words(title)}'`} and the ${operations.length} operations of the connector: ${counts(operations)}.`,
		markdownTable([
			['Operation', 'Assumed', 'In the document', 'Result', 'Remarks'],
			...operations.map(({ operation, assumed, described, result, remarks }) => [
				operation,
				assumed,
				words(described ?? ''),
				result,
				words(remarks.join(' ')),
			]),
		]),
		othersText(findings),
		count === 0
			? 'Nothing has to be mapped.'
			: `Look through the table, then paste this into 'Address Map' of the credential:\n\n${JSON.stringify(addressMap, null, 2)}`,
	]
		.filter(Boolean)
		.join('\n\n');
}

/** Whether there is something that the person has to look into. */
export function isIncomplete({ operations }: DescriptionFindings): boolean {
	return operations.some(({ result }) => result === 'not found' || result === 'unclear');
}

function counts(operations: readonly OperationFinding[]): string {
	return (['as assumed', 'differs', 'unclear', 'not found'] as const)
		.map((result) => [result, operations.filter((one) => one.result === result).length] as const)
		.filter(([, count]) => count > 0)
		.map(([result, count]) =>
			result === 'differs' && count > 1 ? `${count} differ` : `${count} ${result}`,
		)
		.join(', ');
}

function othersText({ others }: DescriptionFindings): string {
	if (others.length === 0) return '';
	const shown = others
		.slice(0, MOST_OTHERS)
		.map(({ operation, summary }) => `- ${words([operation, summary].filter(Boolean).join(': '))}`);
	const more = others.length > MOST_OTHERS ? [`- … and ${others.length - MOST_OTHERS} more`] : [];
	return [
		`Besides, the document has ${others.length} that the connector has no operation for:`,
		...[...shown, ...more],
	].join('\n');
}

function words(text: string): string {
	return shortened(plainText(text), 1000);
}
