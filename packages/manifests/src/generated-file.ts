/** A file that a generator wrote: the same definition gives the same text. */
export interface GeneratedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /**
   * A line of `text` from which on the file belongs to people: where the file exists, what stands there from
   * this line on is kept.
   */
  readonly keptFrom?: string;
}

/**
 * The text to write where a file may exist already.
 *
 * @param file What was generated.
 * @param existing The text that is there, if there is one.
 */
export function textBeside({ text, keptFrom }: GeneratedFile, existing: string | undefined): string {
  if (keptFrom === undefined || existing === undefined) return text;
  const ours = lineStart(text, keptFrom);
  const theirs = lineStart(existing, keptFrom);
  return ours === -1 || theirs === -1 ? text : text.slice(0, ours) + existing.slice(theirs);
}

/** The offset of a line that consists of these words. */
function lineStart(text: string, line: string): number {
  for (let at = text.indexOf(line); at !== -1; at = text.indexOf(line, at + 1)) {
    const isStart = at === 0 || text[at - 1] === '\n';
    const next = text[at + line.length];
    if (isStart && (next === undefined || next === '\n' || next === '\r')) return at;
  }
  return -1;
}
