/** One of the bounds that the options of a kit give, or of its default ones. */
export type ChosenEdge<Options, Default extends readonly number[]> = Options extends {
  readonly buckets: readonly (infer Edge extends number)[];
}
  ? Edge
  : Default[number];

/** The bounds that the options of a kit give, or its default ones, with types that name them. */
export function chosenBuckets<
  Options extends { readonly buckets?: readonly number[] },
  const Default extends readonly number[],
>({ buckets }: Options, defaults: Default): readonly ChosenEdge<Options, Default>[] {
  // What is not given is the default, as the type says.
  return (buckets ?? defaults) as readonly ChosenEdge<Options, Default>[];
}
