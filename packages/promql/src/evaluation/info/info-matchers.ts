import type { CompiledMatcher, Matcher, VectorSelector } from '@telltale/model';
import { compileMatcher } from '../../regexp/compile-matcher.ts';
import type { StepSeries } from '../values/value.ts';

/** The labels that tell which series an info series is about. */
export const IDENTIFYING_LABELS = ['instance', 'job'];

const NAME = '__name__';
const DEFAULT_NAME: Matcher = { name: NAME, op: '=', value: 'target_info' };
const ANY_INFO: Matcher = { name: NAME, op: '=~', value: '.+_info' };

/** What the second argument of `info` says: which info metrics are meant, and which of their labels. */
export interface InfoMatchers {
  /** Matchers of the metric name; never empty. */
  readonly names: readonly Matcher[];
  /** Matchers of the labels to add; when empty, all are added. */
  readonly data: readonly Matcher[];
}

/** Splits the filter of a call; without one, all labels of `target_info` are meant. */
export function infoMatchers(filter: VectorSelector | undefined): InfoMatchers {
  const all = filter?.matchers ?? [];
  return {
    names: nameMatchers(all.filter(({ name }) => name === NAME)),
    data: all.filter(({ name }) => name !== NAME),
  };
}

function nameMatchers(given: readonly Matcher[]): readonly Matcher[] {
  if (given.length === 0) return [DEFAULT_NAME];
  // What only excludes says nothing of what is wanted: by convention names of info metrics end in _info.
  return given.some(({ op }) => op === '=' || op === '=~') ? given : [ANY_INFO, ...given];
}

/** Compiled, as the labels of series are matched against them. */
export function compileAll(matchers: readonly Matcher[]): CompiledMatcher[] {
  return matchers.map(compileMatcher);
}

/** Matchers that only let through info series about one of some series; `undefined` if none can be. */
export function identifyingMatchers(series: readonly StepSeries[]): Matcher[] | undefined {
  const matchers = IDENTIFYING_LABELS.flatMap((name): Matcher[] => {
    const values = new Set(series.map(({ labels }) => labels.get(name)));
    values.delete('');
    return values.size === 0 ? [] : [{ name, op: '=~', value: [...values].map(quoted).join('|') }];
  });
  return matchers.length === 0 ? undefined : matchers;
}

function quoted(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
