/** Shares of the kinds of series in a scrape of a typical Node service. */
const KINDS: readonly (readonly [
  share: number,
  generate: (random: () => number, out: Float64Array) => void,
])[] = [
  [0.2, (random, out) => void out.fill(Math.floor(random() * 1000))],
  [0.12, (random, out) => fillCounter(random, out, random() * 20, 1e5)],
  [0.05, (random, out) => fillCounter(random, out, 1000 + random() * 5e4, 1e9)],
  [0.4, (random, out) => fillCounter(random, out, random() * random() * 15, 1e4)],
  [0.09, fillMemoryGauge],
  [0.05, fillDecimalGauge],
  [0.05, fillSecondsSum],
  [0.04, fillNoise],
];

/** The values of one of many series: idle, counters, buckets, gauges and sums in typical shares. */
export function typicalSeries(number: number, length: number): Float64Array {
  const random = createRandom(number + 1);
  const out = new Float64Array(length);
  let rest = (Math.imul(number, 2_654_435_761) >>> 0) / 2 ** 32;
  for (const [share, generate] of KINDS) {
    rest -= share;
    if (rest < 0) {
      generate(random, out);
      break;
    }
  }
  return out;
}

function fillCounter(random: () => number, out: Float64Array, rate: number, start: number): void {
  let value = Math.floor(random() * start);
  for (let i = 0; i < out.length; i++) out[i] = value += poisson(random, rate);
}

function fillNoise(random: () => number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = random() * 0.05 + 0.01;
}

function fillMemoryGauge(random: () => number, out: Float64Array): void {
  let value = Math.floor(5e7 + random() * 1e8);
  for (let i = 0; i < out.length; i++) out[i] = value += 4096 * Math.floor((random() - 0.5) * 600);
}

function fillDecimalGauge(random: () => number, out: Float64Array): void {
  let value = random() * 50;
  for (let i = 0; i < out.length; i++) {
    value = Math.abs(value + (random() - 0.5) * 4);
    out[i] = Math.round(value * 100) / 100;
  }
}

function fillSecondsSum(random: () => number, out: Float64Array): void {
  let value = random() * 100;
  for (let i = 0; i < out.length; i++) out[i] = value += poisson(random, 5) * 0.013 * (0.5 + random());
}

function poisson(random: () => number, mean: number): number {
  if (mean > 30) {
    const spread = random() + random() + random() + random() - 2;
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * spread * 1.7));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** A small seeded generator (mulberry32's step), so that every run measures the same data. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
