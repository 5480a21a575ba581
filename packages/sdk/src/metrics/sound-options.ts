import { isSampleRatio } from '@telltale/definition';
import type { MetricDeclaration, NativeOptions, SamplingOptions } from '@telltale/definition';
import { parseDuration } from '@telltale/model';

const DEFAULT_NATIVE: NativeOptions = { factor: 1.1, maxBuckets: 160, zeroThreshold: 2 ** -128 };
const MAX_AGE_BUCKETS = 60;

/** The options of a declaration that can be worked with; `faults` gets what was changed for it. */
export function withSoundOptions(declared: MetricDeclaration, faults: string[]): MetricDeclaration {
  const common = { maxSeries: soundLimit(declared.maxSeries, faults), ttl: soundTtl(declared.ttl, faults) };
  switch (declared.kind) {
    case 'histogram': {
      const buckets = soundBuckets(declared.buckets, faults);
      const native = soundNative(declared.native, faults);
      return { ...declared, ...common, buckets, native, sampling: soundSampling(declared, faults) };
    }
    case 'summary':
      return {
        ...declared,
        ...common,
        ...soundSummary(declared, faults),
        sampling: soundSampling(declared, faults),
      };
    case 'stateset':
      return { ...declared, ...common, states: [...new Set(declared.states)] };
    case 'counter':
    case 'gauge':
    case 'info':
      return { ...declared, ...common };
  }
}

function soundLimit(limit: number | undefined, faults: string[]): number | undefined {
  if (limit === undefined || limit >= 1) return limit;
  faults.push(`maxSeries cannot be ${String(limit)}: that of the registry is used`);
  return undefined;
}

type Ttl = MetricDeclaration['ttl'];

function soundTtl(ttl: Ttl, faults: string[]): Ttl {
  if (ttl === undefined || isPositiveDuration(ttl)) return ttl;
  faults.push(`ttl is no duration such as '10m': series are shown for ever`);
  return undefined;
}

function isPositiveDuration(text: unknown): boolean {
  return typeof text === 'string' && (parseDuration(text) ?? 0) > 0;
}

function soundNative(native: NativeOptions | undefined, faults: string[]): NativeOptions | undefined {
  if (native === undefined) return undefined;
  const sound = {
    factor: native.factor > 1 && native.factor < Infinity ? native.factor : DEFAULT_NATIVE.factor,
    maxBuckets: native.maxBuckets >= 1 ? native.maxBuckets : DEFAULT_NATIVE.maxBuckets,
    zeroThreshold:
      native.zeroThreshold >= 0 && native.zeroThreshold < Infinity
        ? native.zeroThreshold
        : DEFAULT_NATIVE.zeroThreshold,
  };
  const isSame =
    sound.factor === native.factor &&
    sound.maxBuckets === native.maxBuckets &&
    sound.zeroThreshold === native.zeroThreshold;
  if (!isSame) faults.push('an option of the native histogram is out of range: its default is used');
  return sound;
}

interface MaySample {
  readonly sampling?: SamplingOptions;
  readonly native?: NativeOptions;
}

/** All observations are looked at where a part cannot be: that costs time, and nothing that is counted. */
function soundSampling({ sampling, native }: MaySample, faults: string[]): SamplingOptions | undefined {
  if (sampling === undefined) return undefined;
  if (native !== undefined) faults.push('a native histogram cannot be sampled: every observation is taken');
  else if (!isSampleRatio(sampling.ratio)) {
    faults.push(`sampling.ratio is no share above 0, at most 1: every observation is taken`);
  } else return sampling;
  return undefined;
}

type SummaryOptions = Pick<
  Extract<MetricDeclaration, { kind: 'summary' }>,
  'quantiles' | 'maxAge' | 'ageBuckets'
>;

function soundSummary({ quantiles, maxAge, ageBuckets }: SummaryOptions, faults: string[]): SummaryOptions {
  const areBuckets = Number.isInteger(ageBuckets) && ageBuckets >= 1 && ageBuckets <= MAX_AGE_BUCKETS;
  if (!areBuckets) faults.push(`ageBuckets is no whole number from 1 to ${MAX_AGE_BUCKETS}: 5 are used`);
  const isAge = isPositiveDuration(maxAge);
  if (!isAge) faults.push(`maxAge is no duration such as '10m': that is used`);
  return {
    quantiles: soundQuantiles(quantiles, faults),
    maxAge: isAge ? maxAge : '10m',
    ageBuckets: areBuckets ? ageBuckets : 5,
  };
}

function soundQuantiles(quantiles: readonly number[], faults: string[]): readonly number[] {
  const sound = [...new Set(quantiles)].filter((share) => share >= 0 && share <= 1).sort((a, b) => a - b);
  if (sound.length < quantiles.length) {
    faults.push(`the quantiles are not different numbers from 0 to 1: ${sound.join(', ')} are used`);
  }
  return sound;
}

/** What is no list came from a program without the compiler. */
function soundBuckets(buckets: readonly number[] | undefined, faults: string[]): readonly number[] {
  if (!Array.isArray(buckets)) {
    faults.push('a histogram needs a list of buckets, or native: true: only the sum and the count are kept');
    return [];
  }
  const sound = [...new Set<number>(buckets)].filter((bound) => Number.isFinite(bound)).sort((a, b) => a - b);
  const isSame = sound.length === buckets.length && sound.every((bound, index) => bound === buckets[index]);
  if (!isSame) faults.push(`the buckets are not ascending finite numbers: ${sound.join(', ')} are used`);
  return sound;
}
