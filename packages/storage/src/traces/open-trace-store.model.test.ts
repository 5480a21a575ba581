import { VirtualClock } from '@telltale/model';
import type { OperationStats, ServiceEdge, Span, TailSampling, TraceSearch } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PlainTraceStore } from '../../test/plain-trace-store.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { LocalTraceStore } from './local-trace-store.ts';
import { openTraceStore } from './open-trace-store.ts';

const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 300 : 6;
const MINUTE_MS = 60_000;
/** Half a minute before midnight: the files of two days are written. */
const START_MS = Date.UTC(2026, 1, 3, 23, 59, 30);
const DELAY_MS = 2000;
const MAX_WAIT_MS = 30_000;
const TICK_MS = 1000;
const TRACES = 12;
const SPANS = 8;
const EVERYTHING = { startMs: START_MS - 10 * MINUTE_MS, endMs: START_MS + 30 * MINUTE_MS };

/** A span of a few services; the same again for the same numbers. */
function spanOf(trace: number, place: number): Span {
  const mix = (trace * 31 + place * 17) % 101;
  const startMs = START_MS + trace * 7000 + mix * 11.25 + place;
  const durationMs = ((mix * mix) % 777) / 4;
  const hasParent = place > 0 && mix % 9 !== 0;
  const kind = (['server', 'client', 'internal', 'consumer', 'producer'] as const)[mix % 5];
  return {
    traceId: idOf(trace),
    spanId: (place + 1).toString(16).padStart(16, '0'),
    ...(hasParent && {
      parentSpanId: (mix % 7 === 0 ? 99 : 1 + (mix % place)).toString(16).padStart(16, '0'),
    }),
    name: `operation ${mix % 4}`,
    kind,
    startMs,
    durationMs,
    status: mix % 13 === 0 ? 'error' : mix % 3 === 0 ? 'ok' : 'unset',
    service: ['shop', 'stock', 'mail'][mix % 3],
    attributes: {
      size: mix,
      ...(mix % 2 === 0 && { 'db.system.name': 'postgresql' }),
      route: `/r/${mix % 5}`,
    },
    events: [],
    links: [],
    resource: { 'host.name': `h${mix % 2}` },
  };
}

/** Ids whose share grows with the number. */
function idOf(trace: number): string {
  return `${'c'.repeat(16)}${Math.floor((trace / TRACES) * 0xffff_ffff)
    .toString(16)
    .padStart(8, '0')}${'d'.repeat(8)}`;
}

type Step =
  | { readonly kind: 'append'; readonly spans: readonly (readonly [number, number])[] }
  | { readonly kind: 'wait'; readonly ticks: number }
  | { readonly kind: 'flush' | 'reopen' | 'check' }
  | { readonly kind: 'sampling'; readonly sampling: TailSampling };

const sampling = fc.record({
  ratio: fc.constantFrom(0, 0.3, 0.7, 1),
  keepErrors: fc.boolean(),
  slowerThanMs: fc.constantFrom(150, 1000, Infinity),
});
const append = fc.record({
  kind: fc.constant('append' as const),
  spans: fc.array(fc.tuple(fc.nat(TRACES - 1), fc.nat(SPANS - 1)), { maxLength: 25 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: append },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ticks: fc.constantFrom(1, 2, 3, 31) }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'flush' }, { kind: 'reopen' }, { kind: 'reopen' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sampling' as const), sampling }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'check' }) },
);

const SEARCHES: readonly Partial<TraceSearch>[] = [
  {},
  { order: 'slowest' },
  { limit: 3 },
  { limit: 3, order: 'slowest' },
  { service: 'shop', operation: 'operation 2', limit: 2 },
  { operation: 'operation 1', order: 'slowest', limit: 2 },
  { status: 'error', minDurationMs: 20 },
  { service: 'stock', maxDurationMs: 40 },
  { startMs: START_MS + 20_000, endMs: START_MS + 45_000.5, limit: 4 },
  { conditions: [{ field: 'size', operator: '>', value: '50' }], service: 'mail' },
  { conditions: [{ field: 'route', operator: '=', value: '/r/3' }], limit: 5 },
  { conditions: [{ field: 'db.system.name', operator: '!=', value: 'postgresql' }], status: 'ok' },
  { conditions: [{ field: 'resource.host.name', operator: '=~', value: 'h[1-9]' }], order: 'slowest' },
];

it('answers as the plainest store does, through any appends, waits, samplings and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(sampling, fc.array(step, { minLength: 5, maxLength: 30 }), async (first, steps) => {
      const run = await StoreRun.start(first);
      for (const each of steps) await run.take(each);
      await run.take({ kind: 'check' });
      await run.take({ kind: 'flush' });
      await run.take({ kind: 'check' });
      await run.checkFigures();
      await run.close();
    }),
    { numRuns: RUNS },
  );
}, 600_000);

/** The store and the plain one, which do the same. */
class StoreRun {
  readonly #folder = temporaryFolder();
  readonly #clock = new VirtualClock(START_MS);
  readonly #plain: PlainTraceStore;
  readonly #notices: string[] = [];
  #store!: LocalTraceStore;

  private constructor(first: TailSampling) {
    this.#plain = new PlainTraceStore(first, DELAY_MS, MAX_WAIT_MS);
  }

  static async start(first: TailSampling): Promise<StoreRun> {
    const run = new StoreRun(first);
    await run.#open();
    return run;
  }

  async take(each: Step): Promise<void> {
    switch (each.kind) {
      case 'append': {
        const spans = each.spans.map(([trace, place]) => spanOf(trace, place));
        await this.#store.append(spans);
        this.#plain.append(spans, this.#clock.now());
        break;
      }
      case 'wait':
        for (let tick = 0; tick < each.ticks; tick++) {
          await this.#clock.advanceBy(TICK_MS);
          this.#plain.tick(this.#clock.now());
        }
        await this.#settled();
        break;
      case 'flush':
        await this.#store.flush();
        this.#plain.flush();
        break;
      case 'reopen':
        await this.#store.close();
        await this.#open();
        this.#plain.reopen(this.#clock.now());
        break;
      case 'sampling':
        this.#store.setSampling(each.sampling);
        this.#plain.sampling = each.sampling;
        break;
      case 'check':
        await this.#check();
        break;
    }
  }

  /** Once nothing waits they are exact. */
  async checkFigures(): Promise<void> {
    const { traces, spans, oldestMs, sampledOut } = await this.#store.stats();
    const expected = await (await this.#plain.present()).stats();
    expect({ traces, spans, oldestMs, sampledOut }).toEqual({
      traces: expected.traces,
      spans: expected.spans,
      oldestMs: expected.oldestMs,
      sampledOut: this.#plain.sampledOut,
    });
  }

  async close(): Promise<void> {
    await this.#store.close();
    expect(this.#notices).toEqual([]);
  }

  async #open(): Promise<void> {
    this.#store = await openTraceStore({
      folder: this.#folder,
      clock: this.#clock,
      sampling: this.#plain.sampling,
      decisionDelayMs: DELAY_MS,
      flushIntervalMs: TICK_MS,
      onNotice: ({ message }) => void this.#notices.push(message),
    });
  }

  /** Figures are given after what is due was written: what has no more spans, and then what has waited too long. */
  async #settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await this.#store.stats();
  }

  async #check(): Promise<void> {
    const present = await this.#plain.present();
    for (let trace = 0; trace < TRACES; trace++) {
      expect(await this.#store.get(idOf(trace))).toEqual(await present.get(idOf(trace)));
    }
    for (const over of SEARCHES) {
      const search = { ...EVERYTHING, limit: 100, ...over };
      expect([over, await this.#store.search(search)]).toEqual([over, await present.search(search)]);
    }
    const minute = { startMs: START_MS + 30_000, endMs: START_MS + 90_000 };
    for (const range of [EVERYTHING, minute]) await this.#checkCounts(range);
  }

  async #checkCounts(range: { readonly startMs: number; readonly endMs: number }): Promise<void> {
    const isIn = ({ startMs }: Span) => startMs >= range.startMs && startMs < range.endMs;
    const counted = this.#plain.counted.filter(isIn);
    const operations = await this.#store.operations(range);
    expectSame(
      operations.map((stats) => ({ ...stats, key: `${stats.service} ${stats.operation}` })),
      Map.groupBy(counted, ({ service, name }) => `${service} ${name}`),
    );
    expect(
      (await this.#store.services(range))
        .flatMap(({ service, operations: names }) => names.map((name) => `${service} ${name}`))
        .sort(),
    ).toEqual(operations.map(({ service, operation }) => `${service} ${operation}`).sort());
    const calls = this.#plain.calls.filter(({ span }) => isIn(span));
    const edges = await this.#store.edges(range);
    const groups = Map.groupBy(calls, ({ caller, callee }) => `${caller} ${callee}`);
    expectSame(
      edges.map((edge) => ({ ...edge, key: `${edge.caller} ${edge.callee}` })),
      new Map([...groups].map(([key, group]) => [key, group.map(({ span }) => span)])),
    );
  }
}

type Counted = { readonly key: string } & Pick<
  OperationStats | ServiceEdge,
  'calls' | 'errors' | 'durationMs'
>;

/** The same calls and errors, the same mean, and a percentile that is a tenth off at most. */
function expectSame(given: readonly Counted[], expected: ReadonlyMap<string, readonly Span[]>): void {
  const counts = given.map(({ key, calls, errors }) => `${key}: ${calls} ${errors}`);
  const wanted = [...expected].map(
    ([key, spans]) => `${key}: ${spans.length} ${spans.filter(isError).length}`,
  );
  expect(counts.sort()).toEqual(wanted.sort());
  for (const { key, durationMs } of given) {
    const durations = expected
      .get(key)!
      .map((span) => span.durationMs)
      .sort((a, b) => a - b);
    const p95 = durations[Math.ceil(0.95 * durations.length) - 1];
    expect(Math.abs(durationMs.p95 - p95)).toBeLessThanOrEqual(p95 * 0.1);
    expect(durationMs.mean).toBeCloseTo(durations.reduce((sum, each) => sum + each, 0) / durations.length, 2);
  }
}

function isError({ status }: Span): boolean {
  return status === 'error';
}
