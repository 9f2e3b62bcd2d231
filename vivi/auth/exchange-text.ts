import type { ViviAuthErrorCode } from './errors';

/** The text of a failed exchange. */
export interface ExchangeText {
	code: ViviAuthErrorCode;
	message: string;
	hint: string;
	field?: string;
	transient?: boolean;
}

export const PORTAL = "VIVI's API Credentials tab";
export const LATER = 'Try again later; nothing has to be changed.';
