import type { Group, InputField, Operation } from '../catalogue/types';
import type { Answer } from '../chat/answer';
import type { StreamingChat } from '../chat/streaming-chat';
import type { Chat } from '../chat/client';
import type { Client } from '../client/client';
import type { UploadFile } from '../client/multipart';
import type { AnsweredFile } from '../http/answered-file';
import type { JsonObject } from '../http/json';
import type { Now } from '../http/port';

/** The operation that a person has chosen. */
export interface Choice {
	group: Group;
	operation: Operation;
}

/** The chat with the channel of a connection. */
export interface ChannelChat {
	chat: Chat & Partial<Pick<StreamingChat, 'stream'>>;
	channelId: string;
}

/** The ports that a shell hands in to run an operation. */
export interface Ports {
	/** The API with an Account or Workspace API key. */
	client: () => Client | Promise<Client>;
	/** The channel with its own key. An operation asks for it again when time has passed. */
	chat: () => ChannelChat | Promise<ChannelChat>;
	/** The chosen file. @throws an error naming the field when there is none */
	file: (field: InputField, given: unknown) => Promise<UploadFile>;
	/** The chosen files where several are allowed, one by one. */
	filesIn: (field: InputField, given: unknown) => unknown[];
	/** Shows a hint beside the result. */
	hint: (text: string) => void;
	/** The time zone of a moment without one, such as `Europe/Zurich`. */
	timeZone?: string | undefined;
	/** Passes on an answer while it is written: begins and ends it. */
	passOn?: (answer: (onText?: (text: string) => unknown) => Promise<Answer>) => Promise<Answer>;
	/** Where JSON can be kept from one run of a workflow to the next. */
	memory?: Memory;
	/** A step that gives one record with fixed fields, which later steps rely on. */
	step?: Step;
}

/** Keeps one JSON object from one run to the next. */
export interface Memory {
	now: Now;
	/** What was kept last; anything else where there is none. */
	read: () => unknown;
	write: (kept: JsonObject) => void;
}

/** A step of a workflow with a time limit. */
export interface Step {
	now: Now;
	/** In milliseconds since the epoch. */
	until: number;
}

/** The result of an operation. */
export type Result =
	| { records: JsonObject[] }
	/** A file, and the wanted fields beside it. */
	| { file: AnsweredFile; record?: JsonObject };

/** What an operation gives at once. */
export type Outcome =
	| Result
	/** Work was started. This waits for its end; other items may be started in the meantime. */
	| { later: () => Promise<Result> };
