import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ViviError } from '../../vivi/errors';
import { toolDocument } from '../../vivi/tool/document';
import { readTool } from '../../vivi/tool/read-tool';
import { printError } from '../print/terminal';

const USAGE = `Writes the OpenAPI document of a tool whose calls something else receives, such as Webhooks by Zapier.

npm run tool-description -- --url URL --name NAME --description TEXT [--field NAME:TYPE:TEXT …] [--optional NAME …] [--answer TEXT] [--out FILE]

  --url          where the tool is called, such as the address of a Catch Hook
  --name         what the agent calls the tool by: letters, digits, _ and -
  --description  what the tool does and when to use it, in words for the agent
  --field        what the agent fills in; TYPE is text, number, boolean, date, list or json
  --optional     the name of a field that may be left out
  --answer       what the answer holds, in words for the agent
  --out          the file to write; without it, the document is printed
`;

function main(): void {
	const { values } = parseArgs({
		options: {
			url: { type: 'string' },
			name: { type: 'string' },
			description: { type: 'string' },
			field: { type: 'string', multiple: true, default: [] },
			optional: { type: 'string', multiple: true, default: [] },
			answer: { type: 'string' },
			out: { type: 'string' },
		},
	});
	const { url, out } = values;
	if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
		throw new Error(`--url must be an address that begins with https://.\n\n${USAGE}`);
	}
	const fields = values.field.map((text) => {
		const [name = '', type = '', ...description] = text.split(':');
		const required = !values.optional.includes(name);
		return { name, type, description: description.join(':'), required };
	});
	const unknown = values.optional.filter((name) => !fields.some((field) => field.name === name));
	if (unknown.length > 0) throw new Error(`--optional names no field: ${unknown.join(', ')}.`);
	const { name, description, answer } = values;
	const tool = readTool({ name, description, answer, fields, answersWith: 'record' });
	const document = `${JSON.stringify(toolDocument(tool, url), null, 2)}\n`;
	if (out === undefined) process.stdout.write(document);
	else writeFileSync(out, document);
}

try {
	main();
} catch (error) {
	printError(error instanceof ViviError ? `${error.message} ${error.hint}` : error);
	process.exitCode = 1;
}
