import type { ChannelStyle } from './channel-style';
import type { Channels } from './channels';
import type { Faults } from './faults';
import type { Keys } from './keys';
import type { ListStyle } from './list-style';
import type { Stats } from './stats';
import type { Store } from './store';
import type { Tokens } from './tokens';
import type { Tools } from './tools';

/** What a test may turn while the sandbox runs. */
export interface Settings {
	latencyMs: number;
	tokenLatencyMs: number;
	list: ListStyle;
	channel: ChannelStyle;
}

/** What the routes share. */
export interface Context {
	/** Which VIVI it is: one as the connectors assume it, or one that differs in every way. */
	personality: 'first' | 'second';
	/** Known once the server listens. */
	url: string;
	store: Store;
	keys: Keys;
	tokens: Tokens;
	faults: Faults;
	stats: Stats;
	channels: Channels;
	tools: Tools;
	settings: Settings;
	/** What was uploaded, by file ID. */
	uploads: Map<string, { size: number; sha256: string }>;
	/** What small uploaded files hold, by file ID. */
	contents: Map<string, Buffer>;
}
