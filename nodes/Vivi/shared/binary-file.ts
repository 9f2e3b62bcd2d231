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
		name: binary.fileName ?? '',
		mimeType: binary.mimeType ?? '',
		content: await context.helpers.getBinaryDataBuffer(itemIndex, property),
	};
}
