/** A line of a configuration that is shown. */
export interface ShownLine {
  /** From 1 on. */
  readonly number: number;
  readonly text: string;
  /** Whether it has what is searched for; the lines that it stands under are shown as well. */
  readonly isMatch: boolean;
}

/** Lines that have the text, whatever its case, each under the lines that it belongs to by its indent. */
export function findLines(text: string, search: string): readonly ShownLine[] {
  const lines = linesOf(text);
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return lines.map((line, index) => ({ number: index + 1, text: line, isMatch: false }));
  const shown: ShownLine[] = [];
  let above: ShownLine[] = [];
  for (const [index, line] of lines.entries()) {
    const isMatch = line.toLowerCase().includes(wanted);
    const here = { number: index + 1, text: line, isMatch };
    const depth = depthOf(line);
    above = above.filter((one) => depthOf(one.text) < depth);
    if (isMatch) {
      const last = shown.at(-1)?.number ?? 0;
      shown.push(...above.filter(({ number }) => number > last), here);
    }
    above.push(here);
  }
  return shown;
}

/** A line for people to tell apart: its indent, what is before the value, and the value. */
export interface LineParts {
  readonly key: string;
  readonly rest: string;
  readonly isComment: boolean;
}

/** The key of a line of YAML, with its indent, apart from its value. */
export function lineParts(line: string): LineParts {
  if (/^\s*#/.test(line)) return { key: '', rest: line, isComment: true };
  const [key = ''] = /^\s*(?:- )*(?:"(?:[^"\\]|\\.)*"|[^\s"'#:-][^:]*):(?=\s|$)/.exec(line) ?? [];
  return { key, rest: line.slice(key.length), isComment: false };
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** The dash of a list counts: what is in its item stands under it. */
function depthOf(line: string): number {
  return line.search(/\S|$/);
}
