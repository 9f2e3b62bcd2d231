import type { Channels, ChannelStyle } from './channels';
import type { Faults } from './faults';
import type { Keys } from './keys';
import type { ListStyle } from './list-style';
import type { Stats } from './stats';
import type { Store } from './store';
import type { Tokens } from './tokens';
import type { Tools } from './tools';
import type { Work, WorkStyle } from './work';

/** The settings that a test may change while the sandbox runs. */
export interface Settings {
	latencyMs: number;
	tokenLatencyMs: number;
	list: ListStyle;
	channel: ChannelStyle;
	work: WorkStyle;
}

/** An uploaded file. */
export interface KeptUpload {
	size: number;
	sha256: string;
	content: Buffer;
}

/** The state that the routes share. */
export interface Context {
	/** `first` is a VIVI as the connectors assume it, `second` differs in every way. */
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
	/** The uploaded files, by file ID. */
	uploads: Map<string, KeptUpload>;
	work: Work;
}
