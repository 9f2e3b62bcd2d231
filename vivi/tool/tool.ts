/**
 * A tool that a VIVI agent calls: what the agent is told about it, and what a call of it holds. VIVI
 * takes tools as OpenAPI documents that are imported by their address; its public pages do not show
 * what it makes of them, so that a document of ours uses the plainest parts of the standard.
 */
export interface Tool {
	/** What the agent calls it by: `look_up_order`. */
	name: string;
	/** When to use it and what it does, in words for the agent. */
	description: string;
	fields: readonly ToolField[];
	/** What the answer holds, in words for the agent; empty when nothing is said about it. */
	answer: string;
	/** Whether the answer is a list of records or a single one. */
	answersWith: 'record' | 'list';
}

/** What the agent has to fill in. */
export interface ToolField {
	name: string;
	type: ToolFieldType;
	/** In words for the agent. */
	description: string;
	required: boolean;
	/** The values there are, for the type `choice`; empty otherwise. */
	choices: readonly string[];
}

export type ToolFieldType = keyof typeof TOOL_FIELD_TYPES;

/** The types of a tool's fields, each with its label. */
export const TOOL_FIELD_TYPES = {
	text: 'Text',
	number: 'Number',
	boolean: 'Yes/No',
	choice: 'One Of',
	date: 'Date',
	list: 'List of Texts',
	json: 'JSON',
} as const;
