import type { DoctorDetail } from '@telltale/station/contract';
import { fillVariables } from '@telltale/formats';
import { plural } from '../../check/report/plural.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf } from '../words.ts';
import { RECENT, tryQuery } from './try-query.ts';
import type { TriedQuery } from './try-query.ts';

/** A panel and what it asks. */
export interface AskedPanel {
  /** With the dashboard in front. */
  readonly title: string;
  readonly queries: readonly string[];
  /** Who answers it; `undefined` where that is not known. */
  readonly client: PrometheusClient | undefined;
}

/** Says what explains that a selector finds nothing; nothing where that is a fault of the panel. */
export type Excuse = (selector: string) => string | undefined;

/**
 * Runs the queries of all panels over the last five minutes, and says of each that is empty why. Default: nothing is
 * excused.
 */
export async function tryPanels(
  panels: readonly AskedPanel[],
  excuse: Excuse = () => undefined,
): Promise<StepFinding> {
  const nowMs = Date.now();
  const asking = panels.filter(({ queries }) => queries.length > 0);
  if (asking.length === 0) return skipped('no panel asks anything of a Prometheus');
  const details: DoctorDetail[] = [];
  for (const panel of asking) details.push(await tryPanel(panel, nowMs, excuse));
  const empty = details.filter(({ outcome }) => outcome === 'failed');
  // Those that need a hand first.
  const shown = [...empty, ...details.filter(({ outcome }) => outcome !== 'failed')];
  const all = plural(asking.length, 'panel');
  if (empty.length === 0) {
    const answering = details.filter(({ outcome }) => outcome === 'ok').length;
    const count = answering === asking.length ? 'all' : String(answering);
    return ok(`${count} of ${all} answer over ${RECENT.text}`, shown);
  }
  return failed(
    `${empty.length} of ${all} show nothing over ${RECENT.text}; the first is “${empty[0].title}”: ${empty[0].seen}`,
    fixOf(
      'Correct the names that the panel asks for, or let the program record them. What is never seen, and what is seen instead:',
      'npx telltale drift',
    ),
    shown,
  );
}

async function tryPanel(
  { title, queries, client }: AskedPanel,
  nowMs: number,
  excuse: Excuse,
): Promise<DoctorDetail> {
  if (client === undefined) return { title, outcome: 'skipped', seen: 'its data source is no Prometheus' };
  let worst: DoctorDetail = { title, outcome: 'skipped', seen: 'its variables stand for more than values' };
  for (const query of queries) {
    const { text, isComplete } = fillVariables(query, () => []);
    if (!isComplete) continue;
    const tried = await tryQuery(client, text, nowMs);
    if (tried.outcome === 'failed') return { title, ...excused(tried, excuse) };
    worst = { title, ...tried };
  }
  return worst;
}

/** Well in itself, where each selector that finds nothing is explained. */
function excused({ outcome, seen, missing = [] }: TriedQuery, excuse: Excuse): TriedQuery {
  const reasons = missing.map(excuse);
  const isExcused = reasons.length > 0 && reasons.every((reason) => reason !== undefined);
  return isExcused ? { outcome: 'skipped', seen: [...new Set(reasons)].join('; ') } : { outcome, seen };
}
