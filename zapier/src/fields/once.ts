/**
 * Makes one thing of another only once. The platform copies the whole definition at every call
 * (zapier-platform-core 19.1.0, src/tools/schema.js), and shared objects only once.
 */
export function once<From extends object, To>(make: (from: From) => To): (from: From) => To {
	const made = new WeakMap<From, To>();
	return (from) => {
		const one = made.get(from) ?? make(from);
		made.set(from, one);
		return one;
	};
}
