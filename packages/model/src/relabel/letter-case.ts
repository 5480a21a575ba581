/** The only character whose lower case is one character in Go and two in JavaScript. */
const DOTTED_CAPITAL_I = 'İ';

/** Lower case as in Go: character by character, whatever stands beside it. */
export function lowerCase(text: string): string {
  return byCharacter(text, (character) => (character === DOTTED_CAPITAL_I ? 'i' : character.toLowerCase()));
}

/** Upper case as in Go: a character stays as it is where its upper case would be several (`ß`). */
export function upperCase(text: string): string {
  return byCharacter(text, (character) => character.toUpperCase());
}

function byCharacter(text: string, convert: (character: string) => string): string {
  let result = '';
  for (const character of text) {
    const converted = convert(character);
    result += isOneCharacter(converted) ? converted : character;
  }
  return result;
}

function isOneCharacter(text: string): boolean {
  return text.length === ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
}
