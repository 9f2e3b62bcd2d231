import { scrub } from '../text/scrub';
import { connectionWord } from './labels';
import type { ApiErrorContext, ErrorText, Refusal } from './context';
import { withSaid } from './service-message';

/** The address or the method does not exist. The meaning depends on whose address it is. */
export function notThere(code: string, { status, what, said, context }: Refusal): ErrorText {
	const { operation } = context;
	const absent = status === 404 ? absentRecord(context, said) : undefined;
	if (absent) return absentText(absent);
	if (operation?.source === 'assumed') {
		return {
			code,
			message: withSaid(`VIVI has nothing at the address of ${what} (status ${status})`, said),
			hint: `${status === 404 ? 'The ID may be wrong or the record deleted. Otherwise: ' : ''}VIVI does not document this address; it is assumed from the documented ones and may differ. If VIVI's API Reference shows another one, name it in the 'Address Map' of the ${connectionWord(context.labels)}, or use the 'API Request' operation.`,
		};
	}
	if (operation?.source === 'described') {
		return {
			code,
			message: withSaid(`VIVI did not find what ${what} is about (status ${status})`, said),
			hint: "Check the IDs that were filled in. Otherwise the API description, or the address map that was made from one, may be of another version of the API. Of the description's servers only the path counts; the host is that of 'Base URL'.",
		};
	}
	if (operation) {
		return {
			code,
			message: withSaid(`VIVI did not find what ${what} is about (status ${status})`, said),
			hint: "Check 'Account ID' and the other IDs, and that 'Base URL' is VIVI's API, normally https://api.vivi.bot.",
		};
	}
	return {
		code,
		message: withSaid(
			status === 404
				? 'VIVI has nothing at this path'
				: `VIVI does not offer this method at this path (status ${status})`,
			said,
		),
		hint: "Check the path, the IDs in it and the method against VIVI's API Reference. The path is taken from 'Base URL' on.",
	};
}

/** When the service's words hold an address, they speak of a route and not of a record. */
const SAYS_ABSENT =
	/^(?!.*\/\w).*\b(not found|no such|(does|did)(n't| not) exist|could not (be found|find)|unknown|no longer exists)\b/i;

/** The record that does not exist according to the service's words; undefined where they name none. */
function absentRecord({ records = [] }: ApiErrorContext, said: string | undefined) {
	if (said === undefined || !SAYS_ABSENT.test(said)) return undefined;
	const isNamed = ({ label, id }: { label: string; id: string }) =>
		said.includes(id) || new RegExp(`\\b${label.replace(/ /g, '[\\s_-]?')}\\b`, 'i').test(said);
	return records.findLast(isNamed);
}

function absentText({ label, id }: { label: string; id: string }): ErrorText {
	const shown = scrub(id);
	// The text repeats nothing that looks like a secret.
	const name = shown === id ? `${label} '${id}'` : `The ${label.toLowerCase()}`;
	return {
		code: 'not_found',
		message: `${name} was not found.`,
		hint: `It may have been deleted, or it belongs to another ${label === 'Workspace' ? 'account' : 'place than was chosen'}. Choose the ${label.toLowerCase()} again from the list, or check its ID.`,
	};
}
