import type { Empty } from './empty.ts';

/**
 * What is known of a label's values: a closed list, a pattern (RE2, matching the whole value), or
 * `'any'`; the open ones may state how many different values are expected at most.
 */
export type LabelSpec =
  | readonly string[]
  | { readonly pattern: string; readonly maxValues?: number }
  | { readonly maxValues: number }
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
