import { FIELD_PLACES, type FieldPlace } from './described';

/** `body.agent.name` for the property `agent.name` of the body; only the place for a whole body. */
export function fieldId(place: FieldPlace, name: string): string {
	return name === '' ? place : `${place}.${name}`;
}

/**
 * Reads the place and the name from an ID.
 * @returns undefined when it holds no place
 */
export function readFieldId(id: string): { place: FieldPlace; name: string } | undefined {
	const dot = id.indexOf('.');
	const word = dot === -1 ? id : id.slice(0, dot);
	const place = FIELD_PLACES.find((one) => one === word);
	const name = dot === -1 ? '' : id.slice(dot + 1);
	// The parts of an address and of a form have names, a body of text has none.
	const mayBeWhole = place === 'body' || place === 'file' || place === 'text';
	if (!place || (name === '' ? !mayBeWhole : place === 'text')) return undefined;
	return { place, name };
}
