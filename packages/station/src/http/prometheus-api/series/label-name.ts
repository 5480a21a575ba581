import { BadRequestError } from '../../bad-request-error.ts';

const ESCAPED = 'U__';
/** `__` is an underscore; hexadecimal digits between two underscores are any other character. */
const ESCAPE = /_(?:_|([0-9a-f]{1,6})_)/gi;
const MAX_CODE_POINT = 0x10_ff_ff;

/**
 * The label name that a path names: one that is not made of letters, digits and underscores may be
 * written as `U__my_2e_label` for `my.label`. What is no valid escape is the name as it stands.
 *
 * @throws BadRequestError for a name that no label can have
 */
export function unescapeLabelName(text: string): string {
  const name = text.startsWith(ESCAPED) ? (unescape(text.slice(ESCAPED.length)) ?? text) : text;
  if (name === '' || !name.isWellFormed()) {
    throw new BadRequestError(`invalid label name: ${JSON.stringify(name)}`);
  }
  return name;
}

function unescape(escaped: string): string | undefined {
  let isValid = !escaped.replaceAll(ESCAPE, '').includes('_');
  const name = escaped.replaceAll(ESCAPE, (_, digits: string | undefined) => {
    if (digits === undefined) return '_';
    const code = Number.parseInt(digits, 16);
    const isCharacter = code <= MAX_CODE_POINT && (code < 0xd800 || code > 0xdfff);
    isValid &&= isCharacter;
    return isCharacter ? String.fromCodePoint(code) : '';
  });
  return isValid ? name : undefined;
}
