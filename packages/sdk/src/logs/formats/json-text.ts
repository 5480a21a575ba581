import { cleanText } from '../records/clean-text.ts';
import type { SensitiveNames } from '../records/sensitive-names.ts';
import { cutText, MAX_TEXT_CHARACTERS } from '../records/text-limits.ts';

/* What a character may mean; each meaning asks for another look at its neighbours. */
const ESCAPED = 1;
const EQUALS = 2;
const COLON = 3;
const SPACE = 4;
const KEY_MARK = 5;

const MEANINGS = new Uint8Array(128);
for (let code = 0; code < 32; code++) MEANINGS[code] = ESCAPED;
for (const [characters, meaning] of [
  ['"\\', ESCAPED],
  ['=', EQUALS],
  [':', COLON],
  [' ', SPACE],
  ['JKk_-', KEY_MARK],
] as const) {
  for (const character of characters) MEANINGS[character.charCodeAt(0)] = meaning;
}

const SLASH = 47;
const QUOTE = 34;
const LETTER_R = 114;
const LETTER_C = 99;
/** No token is shorter: `Basic` with eight characters behind it. */
const MIN_TOKEN_CHARACTERS = 14;
/** The beginnings of tokens that stand alone. */
const TOKEN_START = /eyJ|[spr]k[-_]|AKIA|gh[pousr]_|xox[abprs]-/i;

/**
 * A text as JSON has it, in quotes, without secrets. One walk over a short text finds out that there is nothing to
 * do, as is mostly so.
 */
export function jsonText(text: string, names: SensitiveNames): string {
  const { length } = text;
  if (length > MAX_TEXT_CHARACTERS) return slowly(cutText(text), names);
  let isKey = false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128) {
      // Pairs of surrogates and controls beyond ASCII: not worth more than one path.
      if (code >= 0xd800 || code < 0xa0) return slowly(text, names);
      continue;
    }
    const meaning = MEANINGS[code];
    if (meaning === 0) continue;
    if (meaning === KEY_MARK) isKey = true;
    else if (isSuspect(text, at, meaning)) return slowly(text, names);
  }
  if (isKey && length >= MIN_TOKEN_CHARACTERS && TOKEN_START.test(text)) return slowly(text, names);
  return `"${text}"`;
}

function isSuspect(text: string, at: number, meaning: number): boolean {
  if (meaning === COLON) {
    const next = text.charCodeAt(at + 1);
    // `/orders/:id` and `12:30` are no names with values.
    return next === SLASH || next === 32 || next === QUOTE || isLetter(text.charCodeAt(at - 1));
  }
  if (meaning === SPACE) {
    const before = text.charCodeAt(at - 1);
    return (before === LETTER_R || before === LETTER_C) && text.length - at > 8;
  }
  return true;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

function slowly(text: string, names: SensitiveNames): string {
  return JSON.stringify(cleanText(text.toWellFormed(), names));
}
