/** The characters that Windows-1252 has for the bytes 0x80 to 0x9f; the others are as in Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * What was meant by a text that was UTF-8 and was read as Windows-1252; `undefined` where its
 * characters are no UTF-8.
 */
export function misreadText(text: string): string | undefined {
  const bytes = Array.from(text, byteOf);
  if (bytes.includes(undefined)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes.flatMap((byte) => byte ?? [])),
    );
  } catch {
    return undefined;
  }
}

function byteOf(character: string): number | undefined {
  const at = WINDOWS_1252.indexOf(character);
  if (at !== -1) return 0x80 + at;
  const code = character.charCodeAt(0);
  return code <= 0xff ? code : undefined;
}
