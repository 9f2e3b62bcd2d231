import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../../../vivi/client/multipart';
import type { ByteStream } from '../../../vivi/http/port';
import { isBlank } from '../../../vivi/text/trimmed';

/**
 * The file in one of an item's binary fields; n8n's own error names a field without a file. A file
 * that n8n keeps outside of the execution, on its disk or elsewhere, is read from there while it is
 * sent.
 */
export async function binaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<UploadFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const { fileName, fileExtension, mimeType } = binary as Record<string, unknown>;
	// A downloaded file often has no name; the extension tells VIVI its type.
	const ownName = isBlank(fileExtension) ? '' : `${property}.${String(fileExtension)}`;
	return {
		// A Code node may put anything there.
		name: isBlank(fileName) ? ownName : String(fileName),
		mimeType: typeof mimeType === 'string' ? mimeType : '',
		content:
			(await keptFile(context, binary)) ??
			(await context.helpers.getBinaryDataBuffer(itemIndex, property)),
	};
}

async function keptFile(
	{ helpers }: IExecuteFunctions,
	{ id }: IBinaryData,
): Promise<ByteStream | undefined> {
	if (id === undefined) return undefined;
	const { fileSize: size } = await helpers.getBinaryMetadata(id);
	return {
		size,
		async *open() {
			yield* (await helpers.getBinaryStream(id)) as AsyncIterable<Uint8Array>;
		},
	};
}
