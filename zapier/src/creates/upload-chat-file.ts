import type { Create } from 'zapier-platform-core';

import { channelApi } from '../../../vivi/catalogue/channel-api';
import { chatDescription } from '../../../vivi/chat/description';
import { inputFields } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { actionDescription } from '../fields/wording';
import { downloadFile } from '../http/download';
import { step } from '../step';
import { chatOf } from './chat';

const operation = channelApi.uploadFile;
const [verb, ...rest] = operation.label.split(' ');
const label = [verb, chatDescription.resource.label, ...rest].join(' ');
const [file] = operation.fields;

/** Upload Chat File: a file for the agent of the connection's channel, to be attached to messages. */
export const uploadChatFile: Create = {
	key: toKey(label),
	noun: 'File',
	display: { label, description: actionDescription(operation) },
	operation: {
		cleanInputData: false,
		inputFields: inputFields(operation.fields),
		perform: step('message', async (at) => {
			const { chat } = chatOf(at);
			const { url, raw } = await chat.uploadFile(
				await downloadFile(at, at.bundle.inputData[toKey(file.name)]),
			);
			return { url, raw };
		}),
		outputFields: [{ key: 'url', label: 'File URL', type: 'string' }],
		sample: { url: 'https://files.example.com/manual.pdf' },
	},
};
