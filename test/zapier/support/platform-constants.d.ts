/** A part of the platform that it exports, but does not describe. */
declare module 'zapier-platform-core/src/constants' {
	const constants: { KILL_MAX_LIMIT: number };
	export default constants;
}
