import type { MemorySeriesStore } from '@telltale/model';
import { openImporter } from '@telltale/storage';

/** Writes everything of a store in memory into the data folder of a station that does not run yet. */
export async function importSamples(folder: string, store: MemorySeriesStore): Promise<void> {
  const importer = openImporter({ folder });
  const all = await store.select({ matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
  for (const { labels, timestamps, values } of all) {
    const series = importer.series(labels);
    timestamps.forEach((timestampMs, i) => importer.add(series, timestampMs, values[i]));
  }
  importer.finish();
}
