import type { DoctorDetail } from '@telltale/station/contract';
import { fillVariables } from '@telltale/formats';
import { plural } from '../../check/report/plural.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf } from '../words.ts';
import { RECENT, tryQuery } from './try-query.ts';

/** A panel and what it asks. */
export interface AskedPanel {
  /** With the dashboard in front. */
  readonly title: string;
  readonly queries: readonly string[];
  /** Who answers it; `undefined` where that is not known. */
  readonly client: PrometheusClient | undefined;
}

/** Runs the queries of all panels over the last five minutes, and says of each that is empty why. */
export async function tryPanels(panels: readonly AskedPanel[]): Promise<StepFinding> {
  const nowMs = Date.now();
  const asking = panels.filter(({ queries }) => queries.length > 0);
  if (asking.length === 0) return skipped('no panel asks anything of a Prometheus');
  const details: DoctorDetail[] = [];
  for (const panel of asking) details.push(await tryPanel(panel, nowMs));
  const empty = details.filter(({ outcome }) => outcome === 'failed');
  // Those that need a hand first.
  const shown = [...empty, ...details.filter(({ outcome }) => outcome !== 'failed')];
  const all = plural(asking.length, 'panel');
  if (empty.length === 0) return ok(`all of ${all} answer over ${RECENT.text}`, shown);
  return failed(
    `${empty.length} of ${all} show nothing over ${RECENT.text}; the first is “${empty[0].title}”: ${empty[0].seen}`,
    fixOf(
      'Correct the names that the panel asks for, or let the program record them. What is never seen, and what is seen instead:',
      'npx telltale drift',
    ),
    shown,
  );
}

async function tryPanel({ title, queries, client }: AskedPanel, nowMs: number): Promise<DoctorDetail> {
  if (client === undefined) return { title, outcome: 'skipped', seen: 'its data source is no Prometheus' };
  let worst: DoctorDetail = { title, outcome: 'skipped', seen: 'its variables stand for more than values' };
  for (const query of queries) {
    const { text, isComplete } = fillVariables(query, () => []);
    if (!isComplete) continue;
    const tried = await tryQuery(client, text, nowMs);
    if (tried.outcome === 'failed') return { title, ...tried };
    worst = { title, ...tried };
  }
  return worst;
}
