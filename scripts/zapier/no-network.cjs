// Loaded by `node --require`: lets a process, and the Node.js processes it starts, reach this machine only.
const net = require('node:net');

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
	// net.connect hands its own, already sorted, arguments on as a list.
	const given = Array.isArray(args[0]) ? args[0][0] : args[0];
	const { host = 'localhost', path } =
		typeof given === 'object' ? given : { host: typeof args[1] === 'string' ? args[1] : undefined };
	if (path || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return connect.apply(this, args);
	const error = new Error(`There is no network here to reach ${host}.`);
	process.nextTick(() => this.destroy(Object.assign(error, { code: 'ENETUNREACH' })));
	return this;
};
