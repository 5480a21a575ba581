import type { ReplacedText, Replacement } from './replaced-text.ts';
import { replaceRanges } from './replaced-text.ts';
import type { VariableUse } from './variable-uses.ts';
import { variableUses } from './variable-uses.ts';

/** A PromQL query of a dashboard with values in the place of its variables. */
export interface FilledQuery extends ReplacedText {
  readonly variables: readonly VariableUse[];
  /**
   * Whether the text says what the query does. A variable that stands for a metric, a label or a whole
   * expression leaves that open.
   */
  readonly isComplete: boolean;
}

/** Values that a dashboard's variable may have, the likeliest first; none where that is not known. */
export type ValuesOfVariable = (name: string) => readonly string[];

/** Long enough for every rate: how long the real one is depends on the zoom, or on what people choose. */
const SOME_DURATION = '1h';
/** More blanks than this between two words nobody writes: looking further would take quadratic time. */
const LOOK_AROUND = 200;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/y;
const MATCHER = /(=~|!~|!=|=)[ \t\r\n]*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/y;
const COMMENT = /#[^\n]*/y;

/**
 * Fills the variables in. A variable in a matcher becomes a pattern that fits everything, so that
 * nothing is concluded from its value; durations and numbers become some that are possible.
 */
export function fillVariables(query: string, valuesOf: ValuesOfVariable): FilledQuery {
  const variables = variableUses(query);
  if (variables.length === 0) return { ...replaceRanges(query, []), variables, isComplete: true };
  const filling = new Filling(query, variables, valuesOf);
  filling.run();
  return { ...replaceRanges(query, filling.replacements), variables, isComplete: filling.isComplete };
}

/** One walk over a query. */
class Filling {
  readonly replacements: Replacement[] = [];
  isComplete = true;
  readonly #query: string;
  readonly #uses: ReadonlyMap<number, VariableUse>;
  readonly #valuesOf: ValuesOfVariable;
  /** Open brackets around the current place, the innermost last. */
  readonly #open: ('(' | '[' | '{' | 'nameless {')[] = [];

  constructor(query: string, uses: readonly VariableUse[], valuesOf: ValuesOfVariable) {
    this.#query = query;
    this.#uses = new Map(uses.map((use) => [use.start, use]));
    this.#valuesOf = valuesOf;
  }

  run(): void {
    let at = 0;
    while (at < this.#query.length) at = this.#step(at);
  }

  /** Returns where to go on. */
  #step(at: number): number {
    const use = this.#uses.get(at);
    if (use) {
      this.#fillOutsideOfStrings(use);
      return use.end;
    }
    const matcher = this.#isInBraces() ? matchAt(MATCHER, this.#query, at) : undefined;
    if (matcher) {
      this.#fillMatcher(at, matcher[1], matcher[2], at + matcher[0].length);
      return at + matcher[0].length;
    }
    const skipped = matchAt(STRING, this.#query, at) ?? matchAt(COMMENT, this.#query, at);
    if (skipped) {
      if (!skipped[0].startsWith('#') && variableUses(skipped[0]).length > 0) this.isComplete = false;
      return at + skipped[0].length;
    }
    this.#follow(this.#query[at], at);
    return at + 1;
  }

  #follow(char: string, at: number): void {
    if (char === '{') this.#open.push(/[\w:}\]]\s*$/.test(this.#before(at)) ? '{' : 'nameless {');
    else if (char === '(' || char === '[') this.#open.push(char);
    else if (char === ')' || char === ']' || char === '}') this.#open.pop();
  }

  #before(at: number): string {
    return this.#query.slice(Math.max(0, at - LOOK_AROUND), at);
  }

  #isInBraces(): boolean {
    return this.#open.at(-1)?.endsWith('{') ?? false;
  }

  #fillMatcher(start: number, operator: string, quoted: string, end: number): void {
    const uses = variableUses(quoted);
    // What is excluded by a variable excludes nothing that is known: the text stays.
    if (uses.length === 0 || operator.startsWith('!')) return;
    // Without a name, a selector needs one matcher that does not fit the empty text.
    const anything = this.#open.at(-1) === 'nameless {' ? '.+' : '.*';
    const plain = (text: string): string =>
      operator === '=~' ? text : text.replaceAll(/\\.|[\\^$.*+?()[\]{}|]/g, '.');
    let at = 0;
    let pattern = '';
    for (const use of uses) {
      pattern += plain(quoted.slice(at, use.start)) + anything;
      at = use.end;
    }
    this.replacements.push({ start, end, text: `=~${pattern}${plain(quoted.slice(at))}` });
  }

  #fillOutsideOfStrings({ name, start, end }: VariableUse): void {
    const after = this.#query.slice(end, end + LOOK_AROUND);
    const text = this.#valueBetween(name, this.#before(start), after);
    if (text === undefined) this.isComplete = false;
    this.replacements.push({ start, end, text: text ?? 'variable' });
  }

  /** A duration, a number, or `undefined` for what can be anything. */
  #valueBetween(name: string, before: string, after: string): string | undefined {
    const isDuration = this.#open.at(-1) === '[' || /\boffset\s+-?$/i.test(before);
    const isTime = /^__(?:rate_interval|interval|range)$/.test(name) || name.startsWith('__auto');
    if (isDuration && /^(?:ms|[smhdwy])/.test(after)) return this.#possible(name, NUMBER) ?? '3600';
    if (isDuration || isTime) return SOME_DURATION;
    if (/^__(?:interval_ms|rate_interval_ms|range_ms|range_s|from|to)$/.test(name)) {
      return /^s\b/.test(after) || !/^\w/.test(after) ? '3600' : undefined;
    }
    if (/[\w:]$/.test(before) || /^[\w:]/.test(after)) return undefined;
    const isArgument = /\(\s*$/.test(before) && /^\s*,/.test(after);
    const isCompared = /(?:[<>]=?|[=!]=)\s*(?:bool\s+)?$/.test(before) && !/^\s*[{[(]/.test(after);
    return this.#possible(name, NUMBER) ?? (isArgument || isCompared ? '1' : undefined);
  }

  #possible(name: string, pattern: RegExp): string | undefined {
    return this.#valuesOf(name).find((value) => pattern.test(value));
  }
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text) ?? undefined;
}
