/**
 * A length of time in milliseconds (fractions allowed). The brand keeps seconds, centiseconds and
 * milliseconds apart: this file is the only place where units convert.
 */
export type Millis = number & { readonly unit: "ms" };

export const millis = (value: number): Millis => value as Millis;
export const fromSeconds = (seconds: number): Millis => (seconds * 1000) as Millis;
export const toSeconds = (duration: Millis): number => duration / 1000;
/** VRRPv3 carries its interval in hundredths of a second (RFC 5798 section 5.2.7). */
export const fromCentiseconds = (centiseconds: number): Millis => (centiseconds * 10) as Millis;
export const toCentiseconds = (duration: Millis): number => Math.round(duration / 10);
export const addMillis = (at: number, duration: Millis): number => at + duration;
