/** One case of `docs/faults.md`, or one kind of attack. */
export interface FaultEntry {
  /** Number of a case; absent where it is a kind of attack. */
  readonly number?: number;
  readonly what: string;
  readonly tests: readonly NamedTest[];
}

/** A test by its title, or by that of the block around it, and its file as the page links it. */
export interface NamedTest {
  readonly title: string;
  readonly file: string;
}

const CASE = /^(?:(\d+)\.|-) (.+)$/;
const TEST = /^ +- \[(.+)\]\((.+)\)$/;

/** Reads the lists of the page: a case is an item, its tests are the items below. */
export function readFaultMap(markdown: string): readonly FaultEntry[] {
  const entries: { number?: number; what: string; tests: NamedTest[] }[] = [];
  for (const line of markdown.split('\n')) {
    const [, title, file] = TEST.exec(line) ?? [];
    const [, number, what] = CASE.exec(line) ?? [];
    if (title !== undefined) entries.at(-1)?.tests.push({ title: unescaped(title), file });
    else if (what !== undefined)
      entries.push({ ...(number !== undefined && { number: Number(number) }), what, tests: [] });
  }
  return entries;
}

/**
 * What is wrong with the page, one sentence each: a case that is missing or has no test, a title that no test of
 * the file has, a test that is skipped.
 *
 * @param read The text of a file that the page links to; `undefined` where there is none.
 */
export function faultsOfMap(
  entries: readonly FaultEntry[],
  cases: number,
  read: (file: string) => string | undefined,
): readonly string[] {
  const numbers = entries.flatMap(({ number }) => number ?? []);
  const expected = Array.from({ length: cases }, (_, at) => at + 1);
  const missing = expected.filter((number) => numbers.filter((other) => other === number).length !== 1);
  return [
    ...missing.map((number) => `Case ${number} is not there once.`),
    ...entries.flatMap((entry) => faultsOfEntry(entry, read)),
  ];
}

function faultsOfEntry(
  { number, what, tests }: FaultEntry,
  read: (file: string) => string | undefined,
): readonly string[] {
  const name = number === undefined ? what : `Case ${number}`;
  if (tests.length === 0) return [`${name}: no test is named.`];
  return tests.flatMap(({ title, file }) => {
    const source = read(file);
    if (source === undefined) return [`${name}: there is no file ${file}.`];
    const at = ["'", '"', '`']
      .map((quote) => source.indexOf(literal(title, quote)))
      .find((index) => index >= 0);
    if (at === undefined) return [`${name}: no test of ${file} has the title "${title}".`];
    return isSkipped(source, at) ? [`${name}: the test "${title}" is skipped.`] : [];
  });
}

/** A title as it stands in TypeScript. */
function literal(title: string, quote: string): string {
  return quote + title.replaceAll(quote, `\\${quote}`) + quote;
}

/** Whether the call that has the title, or the one whose rows have it, is one that Vitest does not run. */
function isSkipped(source: string, at: number): boolean {
  const call =
    source
      .slice(0, at)
      .match(/\b(?:test|it|describe)(?:\.\w+)*\s*(?:<[^(]*>)?\(/g)
      ?.at(-1) ?? '';
  return /\.(?:skip|todo|fails)\b/.test(call);
}

/** Markdown has a backslash before what would be markup. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([\\`*_{}[\]()#+.!<>|~-])/g, '$1');
}
