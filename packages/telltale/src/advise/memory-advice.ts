import type { PrometheusClient } from '../server/prometheus-client.ts';
import type { CardinalityAdvice } from './cardinality-advice.ts';
import type { UnusedAdvice } from './unused-advice.ts';

/** Something that makes a server smaller. */
export interface MemorySaving {
  readonly what: string;
  readonly series: number;
  /** At the measured bytes a series; `undefined` where memory is not known. */
  readonly bytes: number | undefined;
}

/** What `telltale advise memory` says. */
export interface MemoryAdvice {
  readonly series: number;
  readonly samplesPerSecond: number | undefined;
  /** Memory of the server's process, where it tells of itself. */
  readonly residentBytes: number | undefined;
  readonly bytesPerSeries: number | undefined;
  /** The largest first. */
  readonly savings: readonly MemorySaving[];
  /** What does not help, though it is often advised. */
  readonly remarks: readonly string[];
}

/** With fewer series, what the program itself needs is most of its memory. */
const MIN_MEASURED_SERIES = 10_000;
/** A saving of less than one series in a hundred is not worth a change. */
const MIN_SHARE = 0.01;

const REMARKS: readonly string[] = [
  'A longer scrape interval halves samples and disk, not the memory for series: those cost most. A shorter one needs more.',
  'A shorter retention frees disk. What is in memory is the last two to three hours, whatever the retention.',
];

/** What a server's memory goes into, and what would make it less. */
export async function adviseMemory(
  client: PrometheusClient,
  cardinality: CardinalityAdvice,
  unused: UnusedAdvice | undefined,
): Promise<MemoryAdvice> {
  const residentBytes = await residentBytesOf(client);
  const { series } = cardinality;
  const isMeasured = residentBytes !== undefined && series >= MIN_MEASURED_SERIES;
  const bytesPerSeries = isMeasured ? residentBytes / series : undefined;
  const found = [...savingsOfUnused(unused), ...savingsOfLabels(cardinality)];
  return {
    series,
    samplesPerSecond: await samplesPerSecondOf(client),
    residentBytes,
    bytesPerSeries,
    savings: found
      .filter((saving) => saving.series >= series * MIN_SHARE)
      .map((saving) => ({ ...saving, bytes: bytesPerSeries && saving.series * bytesPerSeries }))
      .toSorted((a, b) => b.series - a.series),
    remarks: REMARKS,
  };
}

type Saving = Pick<MemorySaving, 'what' | 'series'>;

function savingsOfUnused(unused: UnusedAdvice | undefined): readonly Saving[] {
  const series = (unused?.unused ?? []).reduce((sum, metric) => sum + (metric.series ?? 0), 0);
  const count = unused?.unused.length ?? 0;
  if (series === 0) return [];
  return [{ what: `drop the ${count} metrics that nothing asks for (telltale advise unused --fix)`, series }];
}

function savingsOfLabels({ names }: CardinalityAdvice): readonly Saving[] {
  return names.flatMap(({ name, labels }) => {
    const [best] = labels;
    if (best === undefined || best.saves === 0) return [];
    return [{ what: `add ${name} up over ${best.label} (${best.values} values)`, series: best.saves }];
  });
}

/** Only of a server that is scraped itself: nothing else says which process it is. */
const SERVERS = '{__name__=~"prometheus_build_info|telltale_store_appended_samples_total"}';
const APPENDED =
  '{__name__=~"prometheus_tsdb_head_samples_appended_total|telltale_store_appended_samples_total"}';

async function residentBytesOf(client: PrometheusClient): Promise<number | undefined> {
  const [sample] = await client.instant(`process_resident_memory_bytes and on (job, instance) ${SERVERS}`);
  return sample?.value;
}

async function samplesPerSecondOf(client: PrometheusClient): Promise<number | undefined> {
  const [exact] = await client.instant(`sum(rate(${APPENDED}[5m]))`);
  if (exact !== undefined) return exact.value;
  const [scraped] = await client.instant('sum(scrape_samples_scraped * count_over_time(up[5m]) / 300)');
  return scraped?.value;
}
