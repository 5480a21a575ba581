/** A query in whose text variables stand, as a parser takes it; or which of them stands where none can. */
export type FilledRanges =
  | { readonly isSound: true; /** As long as what was written: places are the same. */ readonly text: string }
  | { readonly isSound: false; readonly message: string; readonly from: number; readonly to: number };

const TEXT_OR_VARIABLE =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g;

/**
 * Writes a range in the place of each interval, so that the query can be parsed. `$name` of another variable may stand
 * in the text of a matcher alone.
 *
 * @param intervals Names of the variables that are ranges.
 */
export function fillRanges(query: string, intervals: readonly string[]): FilledRanges {
  let fault: FilledRanges | undefined;
  const text = query.replaceAll(
    TEXT_OR_VARIABLE,
    (whole: string, braced: string | undefined, bare: string | undefined, from: number) => {
      const name = braced ?? bare;
      if (name === undefined) return whole;
      const to = from + whole.length;
      const isRange = query[from - 1] === '[' && query[to] === ']';
      if (isRange && intervals.includes(name)) return '1h'.padEnd(whole.length);
      const message = `$${name} stands for a part of the query: write it in the text of a matcher, or an interval as a range [$${name}]`;
      fault ??= { isSound: false, message, from, to };
      return whole;
    },
  );
  return fault ?? { isSound: true, text };
}
