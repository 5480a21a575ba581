import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';
import { failed, ok } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf } from '../words.ts';
import { messageOf } from './grafana-client.ts';
import type { GrafanaClient, GrafanaSource } from './grafana-client.ts';

const PROVISIONED = fixOf(
  'Let Grafana have the source from a file, which telltale writes, and restart it:',
  'npx telltale gen grafana',
);

/** Whether there is a source at all. */
export async function trySources(sources: readonly GrafanaSource[]): Promise<StepFinding> {
  const found = sources.filter(({ type }) => type === 'prometheus');
  const details = sources.map(({ name, type, url }): DoctorDetail => ({
    title: name,
    outcome: 'ok',
    seen: `${type}, ${url}`,
  }));
  if (found.length === 0) {
    return failed(
      `there is no source of the type Prometheus among ${plural(sources.length, 'source')}`,
      PROVISIONED,
      details,
    );
  }
  return ok(found.map(({ name, url }) => `${name} at ${url}`).join(', '), details);
}

/** What Grafana's own test of each source says: “Save & test”. */
export async function trySourceHealth(
  client: GrafanaClient,
  sources: readonly GrafanaSource[],
): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const { uid, name, type, url } of sources.filter((source) => source.type === 'prometheus')) {
    const answer = await client.get(`/api/datasources/uid/${encodeURIComponent(uid)}/health`);
    const { status, message } = fieldsOf(answer.json);
    const isOk = answer.ok && status === 'OK';
    const seen = isOk ? textOf(message) : `${url}: ${textOf(message) || messageOf(answer)}`;
    details.push({ title: `${name} (${type})`, outcome: isOk ? 'ok' : 'failed', seen });
  }
  return verdict(details, 'the test of Grafana succeeds');
}

/** Whether a query goes through Grafana to its end. */
export async function tryThrough(
  client: GrafanaClient,
  sources: readonly GrafanaSource[],
): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const source of sources.filter(({ type }) => type === 'prometheus')) {
    const tried = await client
      .through(source)
      .instant('up')
      .then(
        (series) => ({
          outcome: 'ok' as const,
          seen: `the query up gives ${plural(series.length, 'series', 'series')}`,
        }),
        (error: unknown) => ({
          outcome: 'failed' as const,
          seen: error instanceof Error ? error.message : String(error),
        }),
      );
    details.push({ title: source.name, ...tried });
  }
  return verdict(details, 'queries reach it and are answered');
}

function verdict(details: readonly DoctorDetail[], well: string): StepFinding {
  const bad = details.find(({ outcome }) => outcome === 'failed');
  if (!bad) return ok(well, details);
  return failed(
    `${bad.title}: ${bad.seen}`,
    'Correct the address of the source as Grafana sees it: in a container, localhost is Grafana itself.',
    details,
  );
}
