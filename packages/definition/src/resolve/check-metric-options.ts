import type { FilePosition } from '@telltale/model';
import type { Aggregate, MetricDeclaration, NativeOptions } from '../metrics/declaration.ts';
import type { SamplingOptions } from '../metrics/sampling.ts';
import { isSampleRatio } from '../metrics/sampling.ts';
import type { SummaryDeclaration } from '../metrics/summary.ts';
import { given } from '../options/given.ts';
import { reportUnknownKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

const AGGREGATES: ReadonlySet<string> = new Set<Aggregate>(['sum', 'max', 'min', 'average', 'first', 'omit']);

/** Parts of a summary's window; each costs memory in every series. */
const MAX_AGE_BUCKETS = 60;

const COMMON = ['help', 'labels', 'unit', 'maxSeries', 'ttl'];

const OPTIONS_OF: Readonly<Record<MetricDeclaration['kind'], readonly string[]>> = {
  counter: [...COMMON, 'exemplars'],
  gauge: [...COMMON, 'aggregate'],
  histogram: [...COMMON, 'buckets', 'native', 'exemplars', 'sampling'],
  summary: [...COMMON, 'quantiles', 'maxAge', 'ageBuckets', 'sampling'],
  info: COMMON,
  stateset: [...COMMON, 'states'],
};

/** Where the options of a metric are told of. */
interface Place {
  readonly path: string;
  readonly position: FilePosition | undefined;
  readonly faults: FaultList;
}

/** Reports options of a metric that are out of range or say the same twice. */
export function checkMetricOptions(declaration: MetricDeclaration, path: string, faults: FaultList): void {
  const { position, ttl, maxSeries } = declaration;
  const place: Place = { path, position, faults };
  reportUnknownKeys(declaration, OPTIONS_OF[declaration.kind], path, faults, position);
  if (ttl !== undefined) faults.durationMs(`${path}.ttl`, ttl, 0, place);
  if (maxSeries !== undefined && !isWholeFrom1(maxSeries)) refuse(place, 'maxSeries', WHOLE);
  switch (declaration.kind) {
    case 'histogram':
      if (declaration.buckets.length === 0 && !declaration.native)
        refuse(place, 'buckets', 'a histogram needs at least one bucket, or native: true');
      checkBuckets(declaration.buckets, place);
      if (declaration.native) checkNative(declaration.native, place);
      checkSampling(declaration.sampling, place);
      if (declaration.sampling && declaration.native) refuse(place, 'sampling', NATIVE_SAMPLING);
      return;
    case 'summary':
      checkSummary(declaration, place);
      checkSampling(declaration.sampling, place);
      return;
    case 'stateset':
      if (declaration.states.length === 0 || hasRepetition(declaration.states))
        refuse(place, 'states', 'list each state once');
      return;
    case 'gauge':
      if (declaration.aggregate !== undefined && !AGGREGATES.has(declaration.aggregate))
        refuse(place, 'aggregate', `write one of ${[...AGGREGATES].join(', ')}`);
      return;
    case 'counter':
    case 'info':
  }
}

/** Whether something is a number that things can be counted to. */
export function isWholeFrom1(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

const NATIVE_SAMPLING =
  'a native histogram finds its buckets by arithmetic, for every observation: leave out one of the two';

const WHOLE = 'write a whole number from 1 on';

function refuse({ path, position, faults }: Place, option: string, message: string): void {
  faults.add(`${path}.${option}`, message, position);
}

function checkBuckets(buckets: readonly number[], place: Place): void {
  const wrong = buckets.findIndex(
    (bound, index) => !Number.isFinite(bound) || bound <= (buckets[index - 1] ?? -Infinity),
  );
  if (wrong >= 0)
    refuse(
      place,
      'buckets',
      `bounds must be finite and ascend without repetition; ${buckets[wrong]} does not`,
    );
}

function checkNative({ factor, maxBuckets, zeroThreshold }: NativeOptions, place: Place): void {
  if (!(factor > 1 && factor < Infinity))
    refuse(place, 'native.factor', 'write a number above 1, such as 1.1');
  if (!isWholeFrom1(maxBuckets)) refuse(place, 'native.maxBuckets', WHOLE);
  if (!(zeroThreshold >= 0 && zeroThreshold < Infinity))
    refuse(place, 'native.zeroThreshold', 'write a number from 0 on');
}

function checkSummary({ quantiles, maxAge, ageBuckets }: SummaryDeclaration, place: Place): void {
  if (!quantiles.every((share) => share >= 0 && share <= 1) || hasRepetition(quantiles))
    refuse(place, 'quantiles', 'quantiles are different shares from 0 to 1, such as 0.95');
  place.faults.durationMs(`${place.path}.maxAge`, maxAge, 0, place);
  if (!isWholeFrom1(ageBuckets) || ageBuckets > MAX_AGE_BUCKETS)
    refuse(place, 'ageBuckets', `write a whole number from 1 to ${MAX_AGE_BUCKETS}`);
}

function checkSampling(sampling: SamplingOptions | undefined, { path, position, faults }: Place): void {
  if (sampling !== undefined) checkSampleRatio(sampling, `${path}.sampling`, faults, position);
}

/** Reports a sample whose share cannot be taken. */
export function checkSampleRatio(
  sampling: SamplingOptions,
  path: string,
  faults: FaultList,
  position: FilePosition | undefined,
): void {
  if (isSampleRatio(given(sampling).ratio)) return;
  faults.add(`${path}.ratio`, 'write a share above 0, at most 1, such as 0.05', position);
}

function hasRepetition(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length;
}
