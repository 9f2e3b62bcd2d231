import type { IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../../../vivi/client/multipart';
import { isBlank } from '../../../vivi/text/trimmed';

/** The file in one of an item's binary fields; n8n's own error names a field that holds none. */
export async function binaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<UploadFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const { fileName, fileExtension, mimeType } = binary as Record<string, unknown>;
	// What was downloaded often has no name; the extension tells VIVI what it is.
	const ownName = isBlank(fileExtension) ? '' : `${property}.${String(fileExtension)}`;
	return {
		// A Code node may put anything there.
		name: isBlank(fileName) ? ownName : String(fileName),
		mimeType: typeof mimeType === 'string' ? mimeType : '',
		content: await context.helpers.getBinaryDataBuffer(itemIndex, property),
	};
}
