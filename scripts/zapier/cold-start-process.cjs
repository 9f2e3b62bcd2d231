// Loads the unpacked app of this folder, makes one call, and prints how many milliseconds both took.
const { join } = require('node:path');

const event = JSON.parse(process.argv[2]);

const start = performance.now();
const { handler } = require(join(process.cwd(), 'zapierwrapper.js'));
handler(event).then(() => console.log(performance.now() - start));
