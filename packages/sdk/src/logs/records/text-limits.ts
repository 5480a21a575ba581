/** Of one text, so many characters are logged; a stack of errors is one text. */
export const MAX_TEXT_CHARACTERS = 16 * 1024;
/** Of all values of a record together. */
export const MAX_RECORD_CHARACTERS = 128 * 1024;
/** Values of a record, those in objects and lists included. */
export const MAX_RECORD_VALUES = 2000;
/** Fields of an object, and items of a list. */
export const MAX_ITEMS = 200;
/** Objects in objects. */
export const MAX_DEPTH = 8;
/** Of the name of a field. */
export const MAX_NAME_CHARACTERS = 256;

/** A text that is no longer than allowed, and says how much is missing. */
export function cutText(text: string, max: number = MAX_TEXT_CHARACTERS): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max)}… (${text.length - max} more characters)`;
}
