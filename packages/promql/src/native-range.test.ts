import type { QueryService, QueryValue } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HISTOGRAM_DATA_END_MS, histogramData } from '../test/histogram-data.ts';
import { histogramQuery } from '../test/histogram-queries.ts';
import { formatHistogram } from '../test/notation/compare-histogram.ts';
import { createQueryEngine } from './engine.ts';

const RUNS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 10_000 : 1000;
const STEP_MS = 65_000;

const engine = createQueryEngine({ source: histogramData(), experimental: true });

/** What a query says at each step; an error if it says that at any. */
type Steps = ReadonlyMap<string, string> | 'refused';

/** Nine digits: sums are made in another order when there are more steps. */
function textOf(value: number): string {
  return Math.abs(value) < 1e-12 ? '0' : value.toPrecision(9);
}

function add(steps: Map<string, string>, value: QueryValue): void {
  if (value.type === 'vector') {
    for (const { labels, timestampMs, value: number, histogram } of value.samples)
      steps.set(`${labels.toString()} ${timestampMs}`, histogram ? rounded(histogram) : textOf(number));
  } else if (value.type === 'matrix') {
    for (const { labels, timestamps, values, histograms } of value.series)
      for (const [i, ms] of timestamps.entries()) {
        const histogram = histograms?.[i];
        steps.set(`${labels.toString()} ${ms}`, histogram ? rounded(histogram) : textOf(values[i]));
      }
  }
}

function rounded(histogram: Parameters<typeof formatHistogram>[0]): string {
  return formatHistogram(histogram).replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (text) => textOf(Number(text)));
}

async function answered(ask: (steps: Map<string, string>) => Promise<void>): Promise<Steps> {
  const steps = new Map<string, string>();
  try {
    await ask(steps);
    return steps;
  } catch (error) {
    if (error instanceof TelltaleError) return 'refused';
    throw error;
  }
}

function overRange(service: QueryService, query: string): Promise<Steps> {
  const range = { startMs: 0, endMs: HISTOGRAM_DATA_END_MS, stepMs: STEP_MS };
  return answered(async (steps) => add(steps, (await service.range(query, range)).value));
}

function stepByStep(service: QueryService, query: string): Promise<Steps> {
  return answered(async (steps) => {
    for (let ms = 0; ms <= HISTOGRAM_DATA_END_MS; ms += STEP_MS)
      add(steps, (await service.instant(query, ms)).value);
  });
}

test('histograms, experimental syntax included, give in a range what each moment gives alone', async () => {
  await fc.assert(
    fc.asyncProperty(histogramQuery(2), async (query) => {
      expect(await overRange(engine, query)).toEqual(await stepByStep(engine, query));
    }),
    { numRuns: RUNS, seed: 31 },
  );
}, 600_000);
