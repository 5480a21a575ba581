/*
 * Ids of traces and spans. They have to be unlike each other, not hard to guess: they protect nothing. Made of
 * numbers of 32 bits, and written in hexadecimal only where somebody asks for the text.
 */

const TWO_TO_32 = 2 ** 32;
const DIGITS = 8;

/** A number of 32 random bits. */
export function random32(): number {
  return Math.floor(Math.random() * TWO_TO_32);
}

/** An id of as many numbers as are given. */
export function idOf(...numbers: readonly number[]): string {
  let text = '';
  for (const number of numbers) text += number.toString(16).padStart(DIGITS, '0');
  return text;
}

/** An id of a span; never that of none. */
export function newSpanId(): string {
  return idOf(random32(), random32() || 1);
}
