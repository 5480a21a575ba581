import { OtlpFormatError } from './message-reader.ts';

/** Objects and lists of a request; those of the largest batch that programs send are a fifth of it. */
const MAX_CONTAINERS = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/**
 * Parses JSON of others. A text of brackets alone would take a hundred times its size in memory: objects and lists
 * are counted before.
 */
export function parseBoundedJson(text: string): unknown {
  if (text.length > MAX_CONTAINERS && countContainers(text) > MAX_CONTAINERS) {
    throw new OtlpFormatError(`more than ${MAX_CONTAINERS} objects and lists; send smaller batches`);
  }
  return JSON.parse(text);
}

function countContainers(text: string): number {
  let count = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInText) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) isInText = false;
    } else if (code === QUOTE) isInText = true;
    else if (code === OPENING_BRACE || code === OPENING_BRACKET) count++;
  }
  return count;
}
