import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf, listText } from '../../doctor/words.ts';
import type { SeenMetric } from '../facts/seen-metrics.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether every metric of the definition is collected. */
export async function tryMetrics(round: SmokeRound): Promise<StepFinding> {
  const metrics = await round.metrics();
  if (metrics.length === 0) return skipped('the definition declares no metrics');
  const count = (state: SeenMetric['state']) => metrics.filter((one) => one.state === state).length;
  const rest = [
    [count('waiting'), 'waiting for a first event'],
    [count('down'), 'of targets that are down'],
    [count('optional'), 'not of this version of their exporter'],
  ] as const;
  const told = rest.flatMap(([number, text]) => (number > 0 ? [`${text}: ${number}`] : []));
  return verdictOf(
    // The many that are well say nothing, the few others do.
    metrics
      .filter(({ state }) => state !== 'collected')
      .map((one) => metricDetail(one, round.tries))
      .concat(collectedDetail(metrics)),
    [`${count('collected')} of ${plural(metrics.length, 'metric')} collected`, ...told].join('; '),
    fixOf(
      'Let the program record it, or take it out of the definition. What is seen instead:',
      'npx telltale drift',
    ),
  );
}

function collectedDetail(metrics: readonly SeenMetric[]): readonly DoctorDetail[] {
  const collected = metrics.filter(({ state }) => state === 'collected');
  if (collected.length === 0) return [];
  const jobs = [...new Set(collected.flatMap((one) => one.jobs))].toSorted();
  return [{ title: plural(collected.length, 'metric'), outcome: 'ok', seen: `of ${listText(jobs, 8)}` }];
}

function metricDetail(
  { metric, state, jobs, isShown }: SeenMetric,
  tries: ReadonlySet<string>,
): DoctorDetail {
  const title = metric.name;
  const where = jobs.length === 0 ? 'no target' : listText(jobs, 5);
  switch (state) {
    case 'collected':
      return { title, outcome: 'ok', seen: `of ${where}` };
    case 'waiting':
      return { title, outcome: 'skipped', seen: `declared by ${where}; it comes with its first event` };
    case 'down':
      return {
        title,
        outcome: tries.has('targets') ? 'skipped' : 'failed',
        seen: `not there while a target of ${where} is down`,
      };
    case 'optional':
      return { title, outcome: 'skipped', seen: `not of this version of the ${metric.exporter} exporter` };
    case 'missing':
      return {
        title,
        outcome: 'failed',
        seen: isShown
          ? `on the page of ${where}, and not stored: relabelling drops it, or a limit`
          : `no series: ${where} should have it`,
      };
  }
}
