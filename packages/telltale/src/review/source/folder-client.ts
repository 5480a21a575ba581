import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Matcher, QueryResult } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { compileMatcher, createQueryEngine, matchersOf, parseExpr } from '@telltale/promql';
import { openStore } from '@telltale/storage';
import type { PrometheusClient, ServerSample, ServerSeries } from '../../server/prometheus-client.ts';

/** The data folder of a station that does not run, asked like a server. */
export interface FolderClient {
  readonly client: PrometheusClient;
  /** When the last scrape was; now where there was none. */
  readonly newestMs: number;
  close(): Promise<void>;
}

/**
 * Opens a data folder for questions.
 *
 * @throws TelltaleError TT_FILE_READ when there is none, TT_DATA_LOCKED when a station has it open.
 */
export async function openFolderClient(folder: string): Promise<FolderClient> {
  // The store would make an empty folder of any name.
  if (!existsSync(join(folder, 'catalog.db'))) {
    throw new TelltaleError('TT_FILE_READ', `${folder} is no data folder of a station`, {
      fix: 'Name the folder with --data, or a running station with --url.',
    });
  }
  // Looking must not delete what is too old for the default retention: nothing is, counted from 1970.
  const store = await openStore({ folder, retentionMs: Date.now() });
  const engine = createQueryEngine({ source: store.metrics });
  const all = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const up = await store.metrics.select({
    matchers: [compileMatcher({ name: '__name__', op: '=', value: 'up' })],
    ...all,
  });
  const newestMs = Math.max(
    -Infinity,
    ...up.map(({ timestamps }) => timestamps[timestamps.length - 1] ?? -Infinity),
  );
  const endMs = Number.isFinite(newestMs) ? newestMs : Date.now();
  const selectors = (selector: string | undefined) => ({
    selectors: selector === undefined ? [] : [matchersIn(selector)],
    ...all,
  });
  return {
    newestMs: endMs,
    close: () => store.close(),
    client: {
      address: folder,
      instant: async (query, timeMs = endMs) => samplesOf(await engine.instant(query, timeMs)),
      range: async (query, startMs, untilMs, stepMs) =>
        seriesOf(await engine.range(query, { startMs, endMs: untilMs, stepMs })),
      labelValues: (label, selector) => engine.labelValues(label, selectors(selector)),
      labelNames: (selector) => engine.labelNames(selectors(selector)),
      read: async (path) => {
        throw new TelltaleError('TT_USAGE', `${folder} is a folder, which has no ${path}`);
      },
      optional: async () => undefined,
    },
  };
}

function matchersIn(selector: string): readonly Matcher[] {
  const expr = parseExpr(selector);
  if (expr.kind === 'vector') return matchersOf(expr);
  throw new TelltaleError('TT_USAGE', `${selector} is no selector`);
}

function samplesOf({ value }: QueryResult): readonly ServerSample[] {
  if (value.type === 'scalar') return [{ labels: {}, value: value.value }];
  if (value.type !== 'vector') return [];
  return value.samples.map((sample) => ({ labels: sample.labels.toObject(), value: sample.value }));
}

function seriesOf({ value }: QueryResult): readonly ServerSeries[] {
  if (value.type !== 'matrix') return [];
  return value.series.map(({ labels, values, timestamps }) => ({
    labels: labels.toObject(),
    values: [...values],
    timesMs: [...timestamps],
  }));
}
