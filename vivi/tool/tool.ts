/**
 * A tool that a VIVI agent calls: its description for the agent, and the fields of a call. VIVI
 * imports tools as OpenAPI documents by their address. Its public pages do not show how it reads
 * them, so our document uses only the simplest parts of the standard.
 */
export interface Tool {
	/** The tool's name for the agent: `look_up_order`. */
	name: string;
	/** When to use it and what it does, in words for the agent. */
	description: string;
	fields: readonly ToolField[];
	/** What the answer holds, in words for the agent; may be empty. */
	answer: string;
	/** Whether the answer is a list of records or a single one. */
	answersWith: 'record' | 'list';
}

/** The fields that the agent fills in. */
export interface ToolField {
	name: string;
	type: ToolFieldType;
	/** In words for the agent. */
	description: string;
	required: boolean;
	/** The possible values of the type `choice`; empty otherwise. */
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
