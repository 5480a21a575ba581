import { parseDuration } from '@telltale/model';
import type { TargetHealth, TargetView } from '../contract.ts';
import { isRecord, recordsOf, textOf, textsOf } from '../query/remote/json-record.ts';
import { readNumber } from '../query/remote/answer/read-number.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The targets of `/api/v1/targets`, as the station has its own.
 *
 * @param samplesOf How many samples a target had last, by its labels.
 */
export function readTargets(
  data: unknown,
  samplesOf: (labels: TargetView['labels']) => number,
): readonly TargetView[] {
  return recordsOf(isRecord(data) ? data['activeTargets'] : undefined).map((json) =>
    readTarget(json, samplesOf),
  );
}

function readTarget(json: Json, samplesOf: (labels: TargetView['labels']) => number): TargetView {
  const labels = textsOf(json['labels']);
  const health = healthOf(textOf(json, 'health'));
  const seconds = readNumber(json['lastScrapeDuration']);
  const lastScrapeMs = Date.parse(textOf(json, 'lastScrape'));
  return {
    job: labels['job'] ?? textOf(json, 'scrapePool'),
    instance: labels['instance'] ?? '',
    url: textOf(json, 'scrapeUrl'),
    health,
    lastError: textOf(json, 'lastError'),
    lastScrapeMs: lastScrapeMs > 0 ? lastScrapeMs : null,
    lastDurationMs: seconds === undefined ? null : seconds * 1000,
    samples: samplesOf(labels),
    // Only who reads the page knows how large it is.
    bodyBytes: 0,
    intervalMs: parseDuration(textOf(json, 'scrapeInterval')) ?? 0,
    timeoutMs: parseDuration(textOf(json, 'scrapeTimeout')) ?? 0,
    labels,
    recent: health === 'unknown' ? [] : [health === 'up'],
  };
}

function healthOf(health: string): TargetHealth {
  return health === 'up' || health === 'down' ? health : 'unknown';
}
