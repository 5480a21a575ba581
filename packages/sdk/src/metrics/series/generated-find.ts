import { FEW_SLOTS } from './label-dictionary.ts';
import type { LabelDictionary } from './label-dictionary.ts';
import { SPREAD } from './series-index.ts';
import type { SeriesIndex } from './series-index.ts';

/** What a look-up is generated for. */
export interface FindPlan {
  /** Names of all labels, each of which is kept. */
  readonly names: readonly string[];
  /** By label: its values. */
  readonly dictionaries: readonly Pick<LabelDictionary, 'idByValue' | 'fewTexts' | 'fewIds'>[];
  readonly index: SeriesIndex;
  /** Finds or adds the series that the fast path does not know. */
  readonly slowly: FindSeries;
}

/** The number of the series with these labels; -1 where they are refused. */
export type FindSeries = (labels: object) => number;

/**
 * Compiles the look-up of one metric, in which the names of its labels are constants: V8 reads them without
 * a look-up by name, and keeps what it learns for one metric apart from the others. It takes about two
 * thirds of the time of the loop that it replaces. `undefined` where the process forbids code from strings
 * (`--disallow-code-generation-from-strings`).
 */
export function generateFind({ names, dictionaries, index, slowly }: FindPlan): FindSeries | undefined {
  const variables = names.flatMap((_, label) => [`texts${label}`, `ids${label}`, `map${label}`]);
  const values = dictionaries.flatMap(({ fewTexts, fewIds, idByValue }) => [fewTexts, fewIds, idByValue]);
  try {
    // oxlint-disable-next-line typescript/no-implied-eval
    const make: unknown = new Function('index', 'slowly', ...variables, sourceOf(names));
    return typeof make === 'function' ? make(index, slowly, ...values) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the code of each look-up different: of equal code V8 keeps one copy for all, which knows none of them well. */
let generated = 0;

/** The names go into the code as JSON texts: nothing in them can end the text. */
function sourceOf(names: readonly string[]): string {
  const labels = names.map((_, label) => label);
  const isSame = labels.map((label) => `ids[first + ${label}] === i${label}`).join(' && ');
  return `'use strict'; // ${++generated}
return function find(labels) {
  ${labels.map((label) => `let i${label} = -1;`).join(' ')}
  // A label object can be anything: reading it can throw.
  try {
    // Labels that are not declared are refused: all that are must be found, and be as many as there are.
    let given = 0;
    for (const name in labels) given++;
    if (given !== ${names.length}) return slowly(labels);
    ${names.map((name, label) => readingOf(name, label)).join('\n    ')}
  } catch {
    return slowly(labels);
  }
  const { multipliers, places } = index;
  let key = i0;
  ${labels
    .slice(1)
    .map((label) => `key = (Math.imul(key, multipliers[${label}]) + i${label}) | 0;`)
    .join('\n  ')}
  if (index.isDirect) return places[key] > 0 ? places[key] - 1 : slowly(labels);
  const { keys } = index;
  const mask = keys.length - 1;
  for (let at = Math.imul(key, ${SPREAD}) >>> index.shift; ; at = (at + 1) & mask) {
    const place = places[at];
    if (place === 0) return slowly(labels);
    if (keys[at] !== key) continue;
    if (index.isExact) return place - 1;
    const { ids } = index;
    const first = (place - 1) * ${names.length};
    if (${isSame}) return place - 1;
  }
};`;
}

/**
 * Reads a label and finds the id of its value: among few by its length, else in the map. Only of texts the
 * length is read: that of an object could be code.
 */
function readingOf(name: string, label: number): string {
  const [value, id, at] = [`v${label}`, `i${label}`, `at${label}`];
  return `const ${value} = labels[${JSON.stringify(name)}];
    if (typeof ${value} === 'string') {
      let ${at} = ${value}.length & ${FEW_SLOTS - 1};
      while (texts${label}[${at}] !== ${value} && ids${label}[${at}] >= 0) ${at} = (${at} + 1) & ${FEW_SLOTS - 1};
      ${id} = ids${label}[${at}];
    }
    if (${id} < 0) {
      ${id} = map${label}.get(${value});
      if (${id} === undefined) return slowly(labels);
    }`;
}
