/** Colours that exist as `--series-1` to `--series-8`, after Okabe and Ito. */
export const SERIES_COLOURS = 8;
/** The last one is grey, which looks as if it did not matter: nothing prefers it. */
const PREFERRED_COLOURS = 7;
/** Full lines, long dashes, dots: so many times the colours can be told apart. */
const DASH_PATTERNS = 3;

/** Colours that a value means by itself, wherever it stands, counted from 1. */
const MEANINGS: ReadonlyMap<string, number> = new Map([
  ['2xx', 3],
  ['3xx', 1],
  ['4xx', 2],
  ['5xx', 7],
  ['ok', 3],
  ['success', 3],
  ['error', 7],
  ['failed', 7],
]);

/**
 * The line that a name is drawn with where it is free to choose: from 0, the colour is the remainder by 8. The
 * same name has the same everywhere.
 */
function preferredLine(name: string): number {
  const meaning = MEANINGS.get(name.toLowerCase());
  return meaning === undefined ? hash(name) % PREFERRED_COLOURS : meaning - 1;
}

/**
 * Gives each name of one chart a line: the one that it prefers, or where another name has it already the next
 * free one, by colours first and by dashes after. A name keeps its line for as long as the assigner lives.
 */
export function createColourAssigner(): (name: string) => number {
  const lineOf = new Map<string, number>();
  const taken = new Set<number>();
  return (name) => {
    const known = lineOf.get(name);
    if (known !== undefined) return known;
    const line = freeLine(preferredLine(name), taken);
    taken.add(line);
    lineOf.set(name, line);
    return line;
  };
}

/** The colour of a name, from 1 to 8, for the class `series-N`: of chips, keys and bars that stand alone. */
export function colourOf(name: string): number {
  return preferredLine(name) + 1;
}

function freeLine(preferred: number, taken: ReadonlySet<number>): number {
  for (let round = 0; round < DASH_PATTERNS; round++) {
    for (let step = 0; step < SERIES_COLOURS; step++) {
      const line = round * SERIES_COLOURS + ((preferred + step) % SERIES_COLOURS);
      if (!taken.has(line)) return line;
    }
  }
  // More lines than can be told apart: the legend tells them.
  return preferred;
}

/** FNV-1a with a last mix, so that names that differ in their last letter differ in colour. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}
