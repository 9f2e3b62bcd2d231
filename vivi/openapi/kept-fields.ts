import type { DescribedField, DescribedOperation } from './described';
import { fieldId } from './field-id';

/** The stored form of a field, without everything that follows from the rest. */
type KeptField = Omit<DescribedField, 'id' | 'help' | 'required'> &
	Partial<Pick<DescribedField, 'help' | 'required'>>;

/**
 * Stores fields as a text that takes little memory: one byte a character, because a single character
 * beyond Latin-1 would double the whole text.
 */
export function keptFields(fields: readonly DescribedField[]): string {
	const kept = fields.map(({ id: _id, help, required, ...rest }): KeptField => {
		return { ...rest, ...(help !== '' && { help }), ...(required && { required }) };
	});
	const escaped = JSON.stringify(kept).replace(
		/[^\0-\u00ff]/g,
		(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	// V8 keeps two bytes a character for the result of a replacement in such a text.
	return Buffer.from(escaped, 'latin1').toString('latin1');
}

/** The fields of an operation, required ones first; their labels differ. */
export function fieldsOf({ fieldsText }: Pick<DescribedOperation, 'fieldsText'>): DescribedField[] {
	return (JSON.parse(fieldsText) as KeptField[]).map((kept) => ({
		...kept,
		id: fieldId(kept.place, kept.name),
		help: kept.help ?? '',
		required: kept.required ?? false,
	}));
}
