/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path that the shell replaces by those that fit. */
export function shellPattern(path: string): string {
  return path
    .split('*')
    .map((part) => (part === '' ? part : shellWord(part)))
    .join('*');
}
