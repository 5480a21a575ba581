import type { Empty } from './empty.ts';
import type { SamplingOptions } from './sampling.ts';

/**
 * What is known of a label's values: a closed list, a pattern (RE2, matching the whole value), or
 * `'any'`; the open ones may state how many different values are expected at most, and of which part of them
 * there are series of their own.
 */
export type LabelSpec =
  | readonly string[]
  | { readonly pattern: string; readonly maxValues?: number; readonly sampling?: SamplingOptions }
  | { readonly maxValues: number; readonly sampling?: SamplingOptions }
  /**
   * A part of the values, the same in every process and after every start, has series of its own; all others
   * are added up as `__other__`, so that sums over the label stay exact.
   */
  | { readonly sampling: SamplingOptions }
  | 'any';

/** The labels of a metric by name. */
export type LabelSpecs = Readonly<Record<string, LabelSpec>>;

/** Labels that every scraped series has in addition to its own. */
export type TargetLabel = 'job' | 'instance';

/** The values a label can have in a query: the closed list, or any string. */
export type LabelText<Spec> = Spec extends readonly (infer Value extends string)[] ? Value : string;

/** The values a label takes when recording; labels that are not a closed list take numbers too. */
export type LabelInput<Spec> = Spec extends readonly (infer Value extends string)[] ? Value : string | number;

/** One value for every label of a metric. */
export type LabelValues<Specs> = { readonly [Name in keyof Specs]: LabelInput<Specs[Name]> };

/** The labels of a metric that has none. */
export type NoLabels = Empty;
