const GIGABYTE = 1024 ** 3;
const SECONDS_PER_DAY = 86_400;
/** Fewer say nothing of how well they are compressed. */
const MIN_MEASURED_SAMPLES = 1_000_000;
/** A sample of typical series, measured by `npm run bench -- engine`. */
const TYPICAL_BYTES_PER_SAMPLE = 1.5;

/** What a store holds in its blocks. */
export interface StoredSamples {
  readonly samples: number;
  readonly bytes: number;
}

/** How many days of samples fit into 1 GB: by what is stored already, or as typical series do. */
export function daysPerGigabyte(
  samplesPerSecond: number,
  stored: StoredSamples = { samples: 0, bytes: 0 },
): number | undefined {
  if (samplesPerSecond <= 0) return undefined;
  const isMeasured = stored.samples >= MIN_MEASURED_SAMPLES;
  const bytesPerSample = isMeasured ? stored.bytes / stored.samples : TYPICAL_BYTES_PER_SAMPLE;
  return GIGABYTE / (bytesPerSample * samplesPerSecond * SECONDS_PER_DAY);
}
