/** What a signed integer of 32 bits holds. */
const MAX_GAP = 2 ** 31 - 1;

/**
 * How many events are passed over until the next one is looked at, when one in `1 / ratio` is wanted: any
 * number from none to twice the mean, none more likely than the others. Chance keeps the sample clear of
 * whatever repeats in the events, as every tenth would not be; gaps of like lengths make a sample whose error
 * is smaller than that of a coin thrown for each.
 */
export function sampleGap(ratio: number): number {
  const mean = 1 / ratio - 1;
  // The second number rounds a share of an event up as often as that keeps the mean.
  return Math.min(Math.floor(Math.random() * 2 * mean + Math.random()), MAX_GAP);
}
