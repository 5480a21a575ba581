const HEXADECIMAL = /^[0-9a-f]+$/;
const ZEROS = /^0+$/;

/** Hexadecimal digits of the id of a trace. */
export const TRACE_ID_DIGITS = 32;
/** Hexadecimal digits of the id of a span. */
export const SPAN_ID_DIGITS = 16;

/** An id of so many hexadecimal digits in lower case; nothing for what is none. Zeros are no id. */
export function validId(text: string, digits: number): string | undefined {
  if (text.length !== digits) return undefined;
  const id = text.toLowerCase();
  return HEXADECIMAL.test(id) && !ZEROS.test(id) ? id : undefined;
}

/** Whether a text is how some programs say that there is no id. */
export function isZeroId(text: string, digits: number): boolean {
  return text.length === digits && ZEROS.test(text);
}
