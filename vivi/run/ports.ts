import type { Group, InputField, Operation } from '../catalogue/types';
import type { Answer } from '../chat/answer';
import type { StreamingChat } from '../chat/streaming-chat';
import type { Chat } from '../chat/client';
import type { Client } from '../client/client';
import type { UploadFile } from '../client/multipart';
import type { AnsweredFile } from '../http/answered-file';
import type { JsonObject } from '../http/json';
import type { Now } from '../http/port';

/** What a person has chosen to be done. */
export interface Choice {
	group: Group;
	operation: Operation;
}

/** The chat with the channel of a connection. */
export interface ChannelChat {
	chat: Chat & Partial<Pick<StreamingChat, 'stream'>>;
	channelId: string;
}

/** What an operation takes from whoever runs it. */
export interface Ports {
	/** The API with an Account or Workspace API key. */
	client: () => Client | Promise<Client>;
	/** The channel with its own key. It is asked for anew where time has passed. */
	chat: () => ChannelChat | Promise<ChannelChat>;
	/** The file that was filled in. @throws an error naming the field when there is none */
	file: (field: InputField, given: unknown) => Promise<UploadFile>;
	/** What was filled in where several files are asked for, one by one. */
	filesIn: (field: InputField, given: unknown) => unknown[];
	/** Shows a word about what was done, beside the result. */
	hint: (text: string) => void;
	/** Of a moment that names none, such as `Europe/Zurich`. */
	timeZone?: string | undefined;
	/** Where an answer can be passed on as it is written: begins that, and ends it. */
	passOn?: (answer: (onText?: (text: string) => unknown) => Promise<Answer>) => Promise<Answer>;
	/** Where a step gives one record, whose fields were promised to the steps after it. */
	step?: Step;
}

/** A step of a workflow that has an end in time. */
export interface Step {
	now: Now;
	/** In milliseconds since the epoch. */
	until: number;
}

/** What an operation has led to. */
export type Outcome =
	| { records: JsonObject[] }
	/** A file, and what was asked for beside it. */
	| { file: AnsweredFile; record?: JsonObject }
	/** A message was sent, and the step's time is over. */
	| { pending: { reason: string; threadId: string } };
