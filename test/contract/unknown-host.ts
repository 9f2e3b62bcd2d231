/**
 * A name that no resolver is asked about: a label of 64 letters is longer than DNS can carry (RFC 1035
 * §2.3.4), so the system knows at once that there is none. Of any other name a packet may get lost, and
 * then it takes seconds until the resolver is asked again.
 */
export const UNKNOWN_HOST = `${'x'.repeat(64)}.invalid`;
