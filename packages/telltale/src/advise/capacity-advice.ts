import type { CapacityResponse } from '@telltale/station/contract';

/** What is planned; what is not given is as it is now. */
export interface CapacityPlan {
  readonly series?: number;
  readonly intervalMs?: number;
  readonly retentionMs?: number;
}

/** How much is needed for a plan. */
export interface CapacityEstimate {
  readonly samplesPerSecond: number;
  readonly retentionMs: number;
  /** At the measured bytes a sample. */
  readonly bytes: number;
  /** At one and at two bytes a sample, the rule of thumb for time series. */
  readonly ruleOfThumbBytes: readonly [least: number, most: number];
}

/** What `telltale advise capacity` says. */
export interface CapacityAdvice {
  readonly figures: CapacityResponse;
  /** Of blocks with their index; `undefined` while there are too few to tell. */
  readonly bytesPerSample: number | undefined;
  readonly bytesPerDay: number;
  /** What the data folder grows to: nothing is deleted before the retention. */
  readonly bytesAtRetention: number;
  /** What the data folder may grow to: the limit in bytes, or what is there and what the disk has free. */
  readonly capacityBytes: number | undefined;
  /** When the disk is full, or the limit takes samples before their time; `undefined` where that never comes. */
  readonly daysUntilFull: number | undefined;
  readonly plan: CapacityEstimate | undefined;
}

const DAY_MS = 86_400_000;
/** With fewer samples in blocks, the catalog and empty pages of the files weigh too much. */
const MIN_MEASURED_SAMPLES = 1_000_000;
/** Until there are enough samples to measure: the upper end of the rule of thumb. */
const ASSUMED_BYTES_PER_SAMPLE = 2;

/** Draws the conclusions from a station's figures. */
export function adviseCapacity(figures: CapacityResponse, plan: CapacityPlan = {}): CapacityAdvice {
  const { samplesPerSecond, blockSamples, blockBytes, diskBytes, retentionMs } = figures;
  const bytesPerSample = blockSamples < MIN_MEASURED_SAMPLES ? undefined : blockBytes / blockSamples;
  const perSample = bytesPerSample ?? ASSUMED_BYTES_PER_SAMPLE;
  const bytesPerDay = (samplesPerSecond * perSample * DAY_MS) / 1000;
  const bytesAtRetention = (bytesPerDay * retentionMs) / DAY_MS + figures.walBytes;
  const capacityBytes = capacityOf(figures);
  const isNeverFull = capacityBytes === undefined || bytesAtRetention <= capacityBytes || bytesPerDay <= 0;
  return {
    figures,
    bytesPerSample,
    bytesPerDay,
    bytesAtRetention,
    capacityBytes,
    daysUntilFull: isNeverFull ? undefined : Math.max(0, capacityBytes - diskBytes) / bytesPerDay,
    plan: estimate(figures, plan, perSample),
  };
}

function capacityOf({ diskBytes, diskFreeBytes, retentionBytes }: CapacityResponse): number | undefined {
  const ofDisk = diskFreeBytes === null ? Infinity : diskBytes + diskFreeBytes;
  const capacity = Math.min(ofDisk, retentionBytes ?? Infinity);
  return capacity === Infinity ? undefined : capacity;
}

function estimate(
  figures: CapacityResponse,
  plan: CapacityPlan,
  bytesPerSample: number,
): CapacityEstimate | undefined {
  if (plan.series === undefined && plan.intervalMs === undefined && plan.retentionMs === undefined) {
    return undefined;
  }
  const samplesPerSecond = plannedRate(figures, plan);
  const retentionMs = plan.retentionMs ?? figures.retentionMs;
  const samples = (samplesPerSecond * retentionMs) / 1000;
  return {
    samplesPerSecond,
    retentionMs,
    bytes: samples * bytesPerSample,
    ruleOfThumbBytes: [samples, samples * 2],
  };
}

/** Without an interval, planned series come as often as those that are there. */
function plannedRate({ series, samplesPerSecond }: CapacityResponse, plan: CapacityPlan): number {
  const planned = plan.series ?? series;
  if (plan.intervalMs !== undefined) return (planned * 1000) / plan.intervalMs;
  return series === 0 ? 0 : (samplesPerSecond * planned) / series;
}
