/*
 * Ids of traces and spans. They have to be unlike each other, not hard to guess: they protect nothing. Made of
 * numbers of 32 bits, and written in hexadecimal only where somebody asks for the text.
 */

const TWO_TO_32 = 2 ** 32;
const BYTES = 4;
const SPAN_ID_BYTES = 8;
const TRACE_ID_BYTES = 16;

/** Numbers are written here to be read as text, which is the fastest way to hexadecimal. */
const written = Buffer.alloc(TRACE_ID_BYTES);

/** A number of 32 random bits. */
export function random32(): number {
  return Math.floor(Math.random() * TWO_TO_32);
}

/** The id of a trace, whose third number is the one that its share is decided by. */
export function traceIdOf(first: number, second: number, deciding: number, last: number): string {
  written.writeUInt32BE(first, 0);
  // Half of them zeros is how some write ids of 64 bits.
  written.writeUInt32BE(second || 1, BYTES);
  written.writeUInt32BE(deciding, 2 * BYTES);
  written.writeUInt32BE(last, 3 * BYTES);
  return written.toString('hex', 0, TRACE_ID_BYTES);
}

/** An id of a span; never that of none. */
export function newSpanId(): string {
  written.writeUInt32BE(random32(), 0);
  written.writeUInt32BE(random32() || 1, BYTES);
  return written.toString('hex', 0, SPAN_ID_BYTES);
}
