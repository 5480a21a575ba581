import type { DoctorOutcome } from '@telltale/station/contract';
import { parseExpr } from '@telltale/promql';
import { plural } from '../../check/report/plural.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { selectorTexts } from '../../query/selector-texts.ts';
import { listText } from '../words.ts';

/** What came of a query over the last minutes. */
export interface TriedQuery {
  readonly outcome: DoctorOutcome;
  readonly seen: string;
}

/** What people look at to see whether anything comes. */
export const RECENT = { rangeMs: 5 * 60_000, stepMs: 15_000, text: '5m' };
/** Selectors of one query that are looked for. */
const MAX_SELECTORS = 20;

/**
 * Runs a query over the last five minutes. That a comparison leaves nothing is well; that what it asks for is not there
 * is not.
 */
export async function tryQuery(client: PrometheusClient, query: string, nowMs: number): Promise<TriedQuery> {
  let series: number;
  try {
    series = (await client.range(query, nowMs - RECENT.rangeMs, nowMs, RECENT.stepMs)).length;
  } catch (error) {
    return { outcome: 'failed', seen: error instanceof Error ? error.message : String(error) };
  }
  if (series > 0) return { outcome: 'ok', seen: plural(series, 'series', 'series') };
  const missing = await missingSelectors(client, query);
  if (missing.length > 0) return { outcome: 'failed', seen: `no series for ${listText(missing)}` };
  return { outcome: 'ok', seen: 'nothing to show now, though what it asks for is there' };
}

/** The selectors of a query that found no series within the last five minutes. */
export async function missingSelectors(client: PrometheusClient, query: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const selector of selectorsOf(query).slice(0, MAX_SELECTORS)) {
    const found = await client.instant(`count(last_over_time(${selector}[${RECENT.text}]))`).catch(() => []);
    if (found.length === 0) missing.push(selector);
  }
  return missing;
}

/** None where another server speaks more than PromQL. */
function selectorsOf(query: string): readonly string[] {
  try {
    return [...new Set(selectorTexts(parseExpr(query)))];
  } catch {
    return [];
  }
}
