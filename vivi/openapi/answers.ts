import { isJsonObject, type JsonObject } from '../http/json';
import type { AnswerKind } from './described';
import { follow } from './reference';
import { shapeOf, type SchemaShape } from './schema-shape';

/** The answer of a successful operation. */
export function answerKind(root: JsonObject, operation: JsonObject): AnswerKind {
	const responses = isJsonObject(operation['responses']) ? operation['responses'] : {};
	const codes = Object.keys(responses)
		.filter((code) => /^2/.test(code))
		.sort();
	const answers = codes.flatMap((code) => {
		const followed = follow(root, responses[code]);
		return 'value' in followed ? [followed.value] : [];
	});
	const [answer] = answers;
	if (!answer) return 'record';
	if (isJsonObject(answer['schema'])) return kindOfShape(root, shapeOf(root, answer['schema']));
	const content = isJsonObject(answer['content']) ? Object.entries(answer['content']) : [];
	if (content.length === 0)
		return 'schema' in answer || root['swagger'] === undefined ? 'nothing' : 'record';
	const json = content.find(([type]) => /[/+]json\b|^\*\/\*/i.test(type));
	if (!json) return content.every(([type]) => /^text\//i.test(type)) ? 'record' : 'file';
	const media = json[1];
	return kindOfShape(root, shapeOf(root, isJsonObject(media) ? media['schema'] : undefined));
}

/** The names that hold the records of a page, as the tolerant reader knows them. */
const RECORDS = ['data', 'items', 'results', 'records'];

function kindOfShape(root: JsonObject, shape: SchemaShape): AnswerKind {
	if (shape.types.has('file')) return 'file';
	if (shape.types.has('array') || shape.items !== undefined) return 'list';
	const isList = RECORDS.some(
		(name) =>
			shape.properties.has(name) && shapeOf(root, shape.properties.get(name)).types.has('array'),
	);
	return isList ? 'list' : 'record';
}
