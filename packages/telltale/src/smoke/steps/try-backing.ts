import type { ResolvedDefinition } from '@telltale/definition';
import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf, listText } from '../../doctor/words.ts';
import { escaped } from '../../drift/metrics/compare-metrics.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether what the services stand on is there: by their own checks, by collectors and exporters, by probes. */
export async function tryBacking(round: SmokeRound): Promise<StepFinding> {
  const details = [...(await checkDetails(round)), ...(await seriesDetails(round))];
  if (details.length === 0) {
    return skipped(
      'the definition names no checks, collectors, exporters of servers or probes',
      fixOf('Declare what the service stands on:', "health: { checks: ['database'] },"),
    );
  }
  const names = [...new Set(details.map(({ title }) => title))];
  return verdictOf(
    details,
    `${plural(details.length, 'answer')}: ${listText(names, 5)}`,
    fixOf(
      'Start it, or correct its address and credentials; then what the service says of it:',
      'npx telltale check --health',
    ),
  );
}

/** Each check once for each program, however many pages tell it. */
async function checkDetails(round: SmokeRound): Promise<readonly DoctorDetail[]> {
  const details = new Map<string, DoctorDetail>();
  for (const { target, page } of await round.health()) {
    for (const { name, isWell, error } of page.checks) {
      const title = `${name} of ${target.job}`;
      const seen = isWell ? 'its check passes' : `its check fails${error === '' ? '' : `: ${error}`}`;
      if (details.get(title)?.outcome !== 'failed') {
        details.set(title, { title, outcome: isWell ? 'ok' : 'failed', seen });
      }
    }
  }
  return [...details.values()];
}

/** Exporters and collectors tell whether their server answers; probes whether they succeed. */
async function seriesDetails(round: SmokeRound): Promise<readonly DoctorDetail[]> {
  const { definition, patient, tries } = round;
  const jobs = backingJobs(definition);
  if (jobs.size === 0 || (!tries.has('server') && !(await isThere(patient.prometheus)))) return [];
  const placeOf = (job: string, instance: string): string => `${job} at ${instance}`;
  const listed = new Set((await round.listed()).map(({ job, instance }) => placeOf(job, instance)));
  const ofJobs = `job=~${JSON.stringify([...jobs].map(escaped).join('|'))}`;
  // pg_up, redis_up and the like; not node_network_up.
  const series = await patient.prometheus.instant(`{__name__=~"[a-z]+_up|probe_success",${ofJobs}}`);
  return series.flatMap(({ labels, value }): readonly DoctorDetail[] => {
    const { __name__: name = '', job = '', instance = '' } = labels;
    const title = placeOf(job, instance);
    // Of a server that is not asked any more, samples are there for some minutes.
    if (!listed.has(title)) return [];
    return value === 1
      ? [{ title, outcome: 'ok', seen: `${name} is 1` }]
      : [{ title, outcome: 'failed', seen: `${name} is ${value}: it does not answer` }];
  });
}

async function isThere(client: PrometheusClient): Promise<boolean> {
  return (await client.instant('1').catch(() => [])).length > 0;
}

function backingJobs({ targets, station }: ResolvedDefinition): ReadonlySet<string> {
  const { collectors } = station;
  const read = collectors ? [...collectors.postgres, ...collectors.redis] : [];
  const foreign = targets.filter(({ exporter, probes }) => exporter !== undefined || probes !== undefined);
  return new Set([...foreign, ...read].map(({ job }) => job));
}
