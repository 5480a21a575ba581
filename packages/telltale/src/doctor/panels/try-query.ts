import type { DoctorOutcome } from '@telltale/station/contract';
import { printExpr, printMatcher } from '@telltale/model';
import type { VectorSelector } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { plural } from '../../check/report/plural.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { selectorTexts } from '../../query/selector-texts.ts';
import { listText } from '../words.ts';

/** What came of a query over the last minutes. */
export interface TriedQuery {
  readonly outcome: DoctorOutcome;
  readonly seen: string;
  /** Selectors that find nothing, where that is what is wrong. */
  readonly missing?: readonly string[];
}

/** What people look at to see whether anything comes. */
export const RECENT = { rangeMs: 5 * 60_000, stepMs: 15_000, text: '5m' };
/** Labels whose values are there as long as what they name. */
const PLACES: ReadonlySet<string> = new Set(['job', 'instance']);
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
  if (missing.length > 0) {
    return { outcome: 'failed', seen: `no series for ${listText(missing)}`, missing };
  }
  return { outcome: 'ok', seen: 'nothing to show now, though what it asks for is there' };
}

/** The selectors of a query that can find nothing: see {@link isMissing}. */
export async function missingSelectors(client: PrometheusClient, query: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const selector of selectorsOf(query).slice(0, MAX_SELECTORS)) {
    if (await isMissing(client, selector)) missing.push(printExpr(selector));
  }
  return missing;
}

/** None where another server speaks more than PromQL. */
function selectorsOf(query: string): readonly VectorSelector[] {
  try {
    const selectors = [...new Set(selectorTexts(parseExpr(query)))].map((text) => parseExpr(text));
    return selectors.filter((selector) => selector.kind === 'vector');
  } catch {
    return [];
  }
}

/**
 * Whether a selector asks for a metric, a label or a job that was not seen within the last minutes. Other values come and
 * go: a service that is well has no `code="500"`.
 */
async function isMissing(client: PrometheusClient, selector: VectorSelector): Promise<boolean> {
  const has = async (text: string): Promise<boolean> => {
    const query = `count(last_over_time(${text}[${RECENT.text}]))`;
    return (await client.instant(query)).length > 0;
  };
  const { metric } = selector;
  const matchers = selector.matchers.filter(({ name }) => name !== '__name__');
  if (await has(printExpr(selector))) return false;
  if (metric === undefined || !(await has(metric))) return true;
  const labels = new Set(await client.labelNames(metric));
  for (const matcher of matchers) {
    if (matcher.value === '' || !matcher.op.startsWith('=')) continue;
    if (!labels.has(matcher.name)) return true;
    if (PLACES.has(matcher.name) && !(await has(`${metric}{${printMatcher(matcher)}}`))) return true;
  }
  return false;
}
