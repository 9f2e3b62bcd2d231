import type { IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../../../vivi/client/multipart';

/** The file in one of an item's binary fields; n8n's own error names a field that holds none. */
export async function binaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<UploadFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	return {
		// What was downloaded often has no name; the extension tells VIVI what it is.
		name: binary.fileName || (binary.fileExtension ? `${property}.${binary.fileExtension}` : ''),
		mimeType: binary.mimeType ?? '',
		content: await context.helpers.getBinaryDataBuffer(itemIndex, property),
	};
}
