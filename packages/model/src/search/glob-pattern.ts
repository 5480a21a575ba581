const ANY_TEXT = '.*';
const SPECIAL = /[\\.+*?()|[\]{}^$]/g;
/** One character of a pattern that stands for itself, or any text. */
const GLOB_PART = /\\([\\.+*?()|[\]{}^$])|(\.\*)|([^\\.+*?()|[\]{}^$])/suy;

/** The regular expression of what stands between stars, each of which is any text. */
export function globPattern(pieces: readonly string[]): string {
  return pieces.map(escapeRegexp).join(ANY_TEXT);
}

/** What stands between the stars, where a regular expression is one of {@link globPattern}. */
export function globPieces(pattern: string): string[] | undefined {
  const pieces = [''];
  GLOB_PART.lastIndex = 0;
  while (GLOB_PART.lastIndex < pattern.length) {
    const part = GLOB_PART.exec(pattern);
    if (!part) return undefined;
    const [, escaped, star, plain] = part;
    if (star !== undefined) pieces.push('');
    else pieces[pieces.length - 1] += escaped ?? plain;
  }
  return pieces.length > 1 ? pieces : undefined;
}

/** A regular expression that matches the text and nothing else. */
function escapeRegexp(text: string): string {
  return text.replaceAll(SPECIAL, String.raw`\$&`);
}
