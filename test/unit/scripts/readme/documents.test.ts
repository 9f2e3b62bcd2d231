import { commandsOf } from '../../../../scripts/readme/documents';

test('blocks as a whole and commands in the text, in order, each once', () => {
	const markdown = `
Try it:

\`\`\`sh
npm ci
npm start
\`\`\`

\`npm start\` installs, \`npm start -- --once\` ends; see [\`npm run doctor\`](#doctor).

\`\`\`json
{ "npm": "start" }
\`\`\`

\`\`\`sh
docker restart n8n
\`\`\`

| \`npm run doctor\` | \`npm test\` | \`npmrc\` |
`;
	expect(commandsOf(markdown)).toEqual([
		'npm ci\nnpm start',
		'npm start',
		'npm start -- --once',
		'npm run doctor',
		'docker restart n8n',
		'npm test',
	]);
});
