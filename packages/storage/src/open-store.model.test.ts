import { cpSync } from 'node:fs';
import { LabelSet, VirtualClock, bitsOf } from '@telltale/model';
import type { SampleRow, SeriesSource } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dump } from '../test/dump.ts';
import { eventually } from '../test/eventually.ts';
import { grown } from '../test/arbitrary-histograms.ts';
import { equalTo, notEqualTo, oneOf } from '../test/matchers.ts';
import { PlainStore } from '../test/plain-store.ts';
import { SOUND_HISTOGRAM } from '../test/sound-histogram.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const START_MS = Date.UTC(2026, 1, 3, 20);
const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 100 : 12;
const LABELS = Array.from({ length: 200 }, (_, i) =>
  LabelSet.of({ __name__: `m${i % 3}`, series: String(i) }),
);
const WINDOW_MS = 3_600_000;
const CUT_MS = 2 * 3_600_000 + 60_000;

type Step =
  /** Rows of one group; a series may be absent, come late, or come from another group than before. */
  | {
      readonly kind: 'rows';
      readonly group: string;
      readonly rows: number;
      readonly stepMs: number;
      readonly shiftMs: number;
      readonly from: number;
      readonly count: number;
      readonly seed: number;
    }
  /** All slabs are cut and become blocks. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'reopen' }
  /** The folder as a killed process would leave it, opened elsewhere. */
  | { readonly kind: 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('rows' as const),
      group: fc.constantFrom('a', 'b', '__proto__'),
      rows: fc.integer({ min: 1, max: 150 }),
      stepMs: fc.constantFrom(1, 1000, 15_000, 400_000),
      shiftMs: fc.constantFrom(0, 0, 0, -30_000, -1, 7, -1_000_000, -WINDOW_MS),
      from: fc.nat(20),
      count: fc.integer({ min: 1, max: 150 }),
      seed: fc.nat(1000),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'cut' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
);

/** One store beside a plain list of samples; both are told the same. */
class Pair {
  readonly clock = new VirtualClock(START_MS);
  readonly plain = new PlainStore(WINDOW_MS, () => this.now());
  readonly notices: string[] = [];
  store: Store;
  folder: string;
  nowMs = START_MS;

  private constructor(folder: string, store: Store) {
    this.folder = folder;
    this.store = store;
  }

  static async open(): Promise<Pair> {
    const folder = temporaryFolder();
    const pair = new Pair(folder, await openStore({ folder, flushIntervalMs: 2 }));
    await pair.reopen();
    return pair;
  }

  now(): number {
    return Math.max(this.clock.now(), this.nowMs);
  }

  async apply(step: Step): Promise<void> {
    if (step.kind === 'rows') this.append(step);
    else if (step.kind === 'cut') await this.cut();
    else if (step.kind === 'reopen') await this.reopen();
    else await this.crash();
  }

  append({ group, rows, stepMs, shiftMs, from, count, seed }: Extract<Step, { kind: 'rows' }>): void {
    for (let row = 0; row < rows; row++) {
      this.nowMs += stepMs;
      const members = Array.from({ length: count }, (_, i) => from + i).filter(
        (i) => (i + row + seed) % 11 !== 0,
      );
      const values = Float64Array.from(members, (i) => (i * row + seed) / (1 + (seed % 3)));
      if (values.length > 0 && seed % 5 === 0) bitsOf(values).set([2, 0x7ff0_0000]);
      const timestampMs = this.nowMs + (row % 2 === 0 ? 0 : shiftMs);
      const histograms = members.map((i) => (i % 5 === 0 ? grown(SOUND_HISTOGRAM, row + i) : undefined));
      for (const [i, member] of members.entries()) if (seed % 7 === 0 && member % 5 === 0) values[i] = 0;
      this.appendRow({ group, timestampMs, members, values, ...(seed % 7 === 0 && { histograms }) });
    }
  }

  async cut(): Promise<void> {
    await this.clock.advanceTo(this.now() + CUT_MS);
    await eventually(() => this.store.stats().headSamples === 0);
  }

  async reopen(): Promise<void> {
    await this.store.close();
    await this.open();
  }

  async crash(): Promise<void> {
    await this.store.flush();
    const copy = temporaryFolder();
    // Slabs that are cut right now may be committed between two files of the copy; wait for them.
    await new Promise((resolve) => setTimeout(resolve, 30));
    cpSync(this.folder, copy, { recursive: true });
    await this.store.close();
    this.folder = copy;
    await this.open();
  }

  async open(): Promise<void> {
    this.store = await openStore({
      folder: this.folder,
      flushIntervalMs: 2,
      clock: {
        now: () => this.now(),
        after: (delayMs, task) => this.clock.after(delayMs, task),
      },
      onNotice: ({ kind, message }) => {
        // The clock stands still between cuts, while the rows go on.
        if (kind !== 'clock-jumped') this.notices.push(message);
      },
    });
  }

  private appendRow(row: Omit<SampleRow, 'ids'> & { readonly members: readonly number[] }): void {
    const labels = row.members.map((i) => LABELS[i]);
    const [actual, expected] = [this.store.metrics, this.plain].map((appender) =>
      appender.append({ ...row, ids: labels.map((set) => appender.intern(set)) }),
    );
    expect(actual).toEqual(expected);
  }
}

describe('the store answers as a plain list of samples would', () => {
  it('after any rows, cuts, restarts and crashes, for any range', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 8 });
    const range = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(steps, range, async (steps, [from, to]) => {
        const pair = await Pair.open();
        for (const step of steps) {
          await pair.apply(step);
          expect(await dump(pair.store.metrics)).toEqual(await dump(pair.plain.source()));
        }
        const span = pair.nowMs - START_MS;
        const request = {
          startMs: START_MS + Math.round(from * span),
          endMs: START_MS + Math.round(to * span),
          matchers: [
            equalTo('__name__', 'm1'),
            notEqualTo('series', '4'),
            oneOf('series', ['1', '4', '7', '100']),
          ],
        };
        const plain = pair.plain.source();
        expect(await dump(pair.store.metrics, request)).toEqual(await dump(plain, request));
        const wide = { ...request, matchers: [] };
        const keysOf = async (source: SeriesSource): Promise<string[]> =>
          (await source.series(wide)).map(({ key }) => key).sort();
        expect(await keysOf(pair.store.metrics)).toEqual(await keysOf(plain));
        expect(await pair.store.metrics.labelNames(wide)).toEqual(await plain.labelNames(wide));
        expect(await pair.store.metrics.labelValues('series', wide)).toEqual(
          await plain.labelValues('series', wide),
        );
        expect(pair.notices).toEqual([]);
        await pair.store.close();
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});
