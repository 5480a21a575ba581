/**
 * Which part of something frequent is looked at in full. What is counted stays exact; what would take time or
 * series is known of a part, and estimates the whole.
 */
export interface SamplingOptions {
  /** Share of it, above 0 and at most 1: 0.05 is one in twenty. */
  readonly ratio: number;
}

/** Whether a share of something can be taken: a number above 0, at most 1. */
export function isSampleRatio(ratio: unknown): ratio is number {
  return typeof ratio === 'number' && ratio > 0 && ratio <= 1;
}

/** A help text that says what of the metric is exact and what is estimated; as given where nothing is sampled. */
export function helpWithSampling(help: string, sampling: SamplingOptions | undefined): string {
  // What is no text came from a program without the compiler, and is told where the definition is resolved.
  if (sampling === undefined || typeof help !== 'string' || !isSampleRatio(sampling.ratio)) return help;
  const percent = Number((sampling.ratio * 100).toPrecision(3));
  return `${help} (all are counted; their distribution is estimated from ${percent} % of them)`;
}
