/** Something to be measured; the first contender of a comparison is the one the ratios refer to. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

export interface ComparisonOptions {
  readonly rounds?: number;
  /** Calls per round; more for what takes nanoseconds. */
  readonly callsPerRound: number;
}

/**
 * Runs the contenders in turn, several rounds, and prints each one's median time per call and how
 * many times faster it is than the last contender, the peer.
 */
export async function compare(
  title: string,
  contenders: readonly Contender[],
  { rounds = 9, callsPerRound }: ComparisonOptions,
): Promise<void> {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of contenders.entries()) {
      const startedNs = process.hrtime.bigint();
      for (let call = 0; call < callsPerRound; call++) {
        const result = run();
        if (result instanceof Promise) await result;
      }
      times[i].push(Number(process.hrtime.bigint() - startedNs) / callsPerRound);
    }
  }
  const peer = median(times.at(-1) ?? []);
  console.log(title);
  for (const [i, { name }] of contenders.entries()) {
    const ns = median(times[i]);
    console.log(`  ${name.padEnd(28)} ${formatTime(ns).padStart(10)}  ${(peer / ns).toFixed(1)}x`);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function formatTime(ns: number): string {
  if (ns < 1000) return `${ns.toFixed(1)} ns`;
  if (ns < 1e6) return `${(ns / 1000).toFixed(1)} µs`;
  return `${(ns / 1e6).toFixed(2)} ms`;
}
