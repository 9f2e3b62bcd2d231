import type { ViviErrorDetails } from '../errors';
import { LARGEST_ANSWER_TEXT } from '../http/limits';
import type { NetworkFailure, NetworkFailureKind } from '../http/port';
import { mayHaveHappened, subject, type ApiErrorContext } from './context';
import { connectionWord } from './labels';

interface NetworkText {
	code: string;
	/** Completes "VIVI did not answer …: ". */
	happened: string;
	hint: string;
	/** The cause is the host, and so the Base URL. */
	isHost?: true;
	/** The request may have reached VIVI. */
	isSent?: true;
	transient?: true;
}

/** These texts use the default words for Base URL and connection. */
const TEXTS: Readonly<Record<NetworkFailureKind, NetworkText>> = {
	dns: {
		code: 'network_dns',
		happened: "the host in 'Base URL' has no known address",
		hint: "Check the spelling of 'Base URL', and the DNS and internet access of the machine this runs on.",
		isHost: true,
		transient: true,
	},
	refused: {
		code: 'network_refused',
		happened: 'no connection could be made',
		hint: "Check 'Base URL' and its port, and whether a firewall keeps the machine this runs on from reaching it.",
		isHost: true,
		transient: true,
	},
	reset: {
		code: 'network_reset',
		happened: 'the connection was closed before the whole answer had come',
		hint: 'Run it again. If it keeps happening, look for a proxy or firewall in between.',
		isSent: true,
		transient: true,
	},
	timeout: {
		code: 'network_timeout',
		happened: 'no whole answer came in time',
		hint: 'Run it again, ask for less at a time, or raise the timeout where there is an option for it.',
		isSent: true,
		transient: true,
	},
	tls: {
		code: 'network_tls',
		happened:
			'no secure connection could be made, because the certificate was not accepted or the host does not speak TLS',
		hint: "Check that 'Base URL' is right. Behind a company proxy, its certificate has to be trusted by the machine this runs on.",
		isHost: true,
	},
	aborted: {
		code: 'network_aborted',
		happened: 'it was cancelled',
		hint: 'Run it again if you need it.',
		isSent: true,
	},
	blocked: {
		code: 'network_blocked',
		happened: "the {connection}'s 'Allowed Domains' do not include the host in 'Base URL'",
		hint: "Add the host to 'Allowed Domains' of the {connection}, or ask the person who restricts them.",
		isHost: true,
	},
	private: {
		code: 'network_private',
		happened: "the host in 'Base URL' leads into a private network",
		hint: 'From here only addresses on the internet can be reached. Enter the address that VIVI shows.',
		isHost: true,
	},
	oversized: {
		code: 'network_oversized',
		happened: `its answer is longer than ${LARGEST_ANSWER_TEXT}`,
		hint: "Ask for less at a time. If that does not help, check that 'Base URL' is VIVI's API.",
		isSent: true,
	},
	network: {
		code: 'network_unreachable',
		happened: 'the connection to VIVI broke off',
		hint: "Run it again. If it keeps happening, check 'Base URL' and the internet access of the machine this runs on.",
		isSent: true,
		transient: true,
	},
};

/** Says why no answer came. */
export function networkText(failure: NetworkFailure, context: ApiErrorContext): ViviErrorDetails {
	const { code, happened, hint, isHost, isSent, transient = false } = TEXTS[failure.kind];
	const { labels = {} } = context;
	const named = (text: string) =>
		text
			.replaceAll("'Base URL'", () => `'${labels.baseUrl ?? 'Base URL'}'`)
			.replaceAll('{connection}', () => connectionWord(labels));
	return {
		code,
		message: `VIVI did not answer ${subject(context)}: ${named(happened)}.`,
		hint: `${named(hint)}${isSent ? mayHaveHappened(context) : ''}`,
		transient,
		...(isHost && { field: 'baseUrl' }),
	};
}
