import * as fc from 'fast-check';

/** Texts of queries, or of parts of them. */
export type Text = fc.Arbitrary<string>;

/** A text in which other texts, and alternatives, take the place of what is in `${…}`. */
export function text(strings: TemplateStringsArray, ...parts: readonly (Text | readonly string[])[]): Text {
  const arbitraries = parts.map((part) => (part instanceof fc.Arbitrary ? part : fc.constantFrom(...part)));
  return fc.tuple(...arbitraries).map((texts) => String.raw({ raw: strings }, ...texts));
}

/** A text that is more likely than others. */
export function often(weight: number, arbitrary: Text): fc.WeightedArbitrary<string> {
  return { weight, arbitrary };
}
