// Runs the unpacked zip of an app as AWS Lambda does for Zapier; see lambda.ts.
const { join } = require('node:path');

const { handler } = require(join(process.cwd(), 'zapierwrapper.js'));

process.on('message', async ({ id, event }) => {
	try {
		const { results } = await handler(event);
		process.send({ id, results });
	} catch ({ name, message }) {
		process.send({ id, error: { name, message } });
	}
});
