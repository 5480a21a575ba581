import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledMatcher, LabelSet, SelectRequest } from '@telltale/model';
import { TelltaleError, bitsOf, isStaleAt } from '@telltale/model';
import { compileMatcher, matchersOf } from '@telltale/promql';
import { openStore } from '@telltale/storage';
import type { ExportSelection, ExportSource, ExportedSamples } from './export-source.ts';

/**
 * Exports from the data folder of a station that does not run.
 *
 * @throws TelltaleError TT_FILE_READ when there is none, TT_DATA_LOCKED when a station has it open.
 */
export async function openFolderSource(
  folder: string,
  { selectors, startMs, endMs }: ExportSelection,
): Promise<ExportSource> {
  // The store would make an empty folder of any name.
  if (!existsSync(join(folder, 'catalog.db'))) {
    throw new TelltaleError('TT_FILE_READ', `${folder} is no data folder of a station`, {
      fix: 'Name the folder with --data, or a running station with --url.',
    });
  }
  // An export must not delete what is too old for the default retention: nothing is, counted from 1970.
  const store = await openStore({ folder, retentionMs: Date.now() }).catch((cause: unknown) => {
    if (!(cause instanceof TelltaleError) || cause.code !== 'TT_DATA_LOCKED') throw cause;
    throw new TelltaleError(cause.code, cause.message, {
      fix: 'Ask the station itself, for example with --url 127.0.0.1:4400, or stop it.',
      cause,
    });
  });
  const lists = selectors.map((selector) => matchersOf(selector).map(compileMatcher));
  const request = (matchers: readonly CompiledMatcher[]): SelectRequest => ({ matchers, startMs, endMs });
  return {
    name: folder,
    series: async () => {
      const found = new Map<string, LabelSet>();
      for (const matchers of lists.length === 0 ? [[]] : lists) {
        for (const labels of await store.metrics.series(request(matchers))) found.set(labels.key, labels);
      }
      return [...found.values()];
    },
    samples: async function* (labels) {
      const matchers = [...labels.entries()].map(([name, value]) => compileMatcher({ name, op: '=', value }));
      // Series with more labels match too.
      const all = await store.metrics.select(request(matchers));
      const own = all.find((columns) => columns.labels.key === labels.key);
      if (own) yield withoutUnprintable(own.timestamps, own.values, own.histograms);
    },
    metadata: async () => store.metadata.get(),
    close: () => store.close(),
  };
}

function withoutUnprintable(
  timestamps: Float64Array,
  values: Float64Array,
  histograms: readonly unknown[] | undefined,
): ExportedSamples {
  const bits = bitsOf(values);
  const isHistogram = (i: number): boolean => histograms?.[i] !== undefined;
  const kept: number[] = [];
  let histogramCount = 0;
  let staleMarkers = 0;
  for (let i = 0; i < values.length; i++) {
    if (isHistogram(i)) histogramCount++;
    else if (isStaleAt(bits, i)) staleMarkers++;
    else kept.push(i);
  }
  return {
    timestamps: kept.length === values.length ? timestamps : kept.map((i) => timestamps[i]),
    values: kept.length === values.length ? values : kept.map((i) => values[i]),
    histograms: histogramCount,
    staleMarkers,
  };
}
