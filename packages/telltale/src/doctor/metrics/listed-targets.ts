import { parseDuration } from '@telltale/model';
import { fieldsOf, listOf, textOf, textsOf } from '../../server/json-fields.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';

/** A target as a server scrapes it. */
export interface ListedTarget {
  readonly job: string;
  readonly instance: string;
  readonly url: string;
  readonly health: string;
  readonly lastError: string;
  /** NaN before the first scrape. */
  readonly lastScrapeMs: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** A target that was found, and that relabelling left out. */
export interface DroppedTarget {
  readonly job: string;
  readonly labels: Readonly<Record<string, string>>;
}

const DEFAULT_INTERVAL_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;

/** What a server scrapes. */
export async function activeTargets(client: PrometheusClient): Promise<readonly ListedTarget[]> {
  return listedTargets(await client.optional('targets?state=active'));
}

/** The targets of an answer to `/api/v1/targets`. */
export function listedTargets(data: unknown): readonly ListedTarget[] {
  return listOf(fieldsOf(data).activeTargets).map((target) => {
    const { job = '', instance = '' } = textsOf(target.labels);
    return {
      job,
      instance,
      url: textOf(target.scrapeUrl),
      health: textOf(target.health),
      lastError: textOf(target.lastError),
      lastScrapeMs: scrapedAt(textOf(target.lastScrape)),
      intervalMs: parseDuration(textOf(target.scrapeInterval)) ?? DEFAULT_INTERVAL_MS,
      timeoutMs: parseDuration(textOf(target.scrapeTimeout)) ?? DEFAULT_TIMEOUT_MS,
    };
  });
}

/** What a server found and does not scrape. */
export async function droppedTargets(client: PrometheusClient): Promise<readonly DroppedTarget[]> {
  const data = await client.optional('targets?state=dropped');
  return listOf(fieldsOf(data).droppedTargets).map((target) => {
    const labels = textsOf(target.discoveredLabels);
    return { job: textOf(target.scrapePool) || (labels.job ?? ''), labels };
  });
}

/** Prometheus writes the year 1 for never. */
function scrapedAt(text: string): number {
  const ms = Date.parse(text);
  return ms > 0 ? ms : Number.NaN;
}
