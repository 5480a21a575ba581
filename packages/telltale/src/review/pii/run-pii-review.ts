import type { PrometheusClient } from '../../server/prometheus-client.ts';
import type { RangeParameters } from '../../signals/time-range.ts';
import type { Accepted } from './accepted.ts';
import { acceptedBy } from './accepted.ts';
import { LEAK_KINDS } from './detectors.ts';
import type { PiiFinding, PiiKind, PiiReview } from './pii-finding.ts';
import { scanLabels } from './scan-labels.ts';
import { MAX_RECORDS, scanLogs } from './scan-logs.ts';

/** What is looked at. */
export interface PiiCase {
  readonly client: PrometheusClient;
  readonly server: string;
  readonly isStation: boolean;
  readonly range: RangeParameters;
  readonly accepted: readonly Accepted[];
}

/** The worst first. */
const ORDER: readonly PiiKind[] = [...LEAK_KINDS, 'personal-name', 'unbounded-ids'];

/** Looks for secrets and data of persons in what a server has stored. */
export async function runPiiReview({
  client,
  server,
  isStation,
  range,
  accepted,
}: PiiCase): Promise<PiiReview> {
  const labels = await scanLabels(client);
  const logs = isStation ? await scanLogs(server, range) : undefined;
  const all = [...labels.findings, ...(logs?.findings ?? [])].toSorted(
    (one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind),
  );
  const notLookedAt = [
    ...labels.cut.map((name) => `the label ${name} has more values than are looked at`),
    ...(logs ? [] : ['logs: a Prometheus has none']),
    ...(logs?.hasMore === true
      ? [`logs: older ones than the newest ${MAX_RECORDS.toLocaleString('en-US')}`]
      : []),
  ];
  const findings: PiiFinding[] = [];
  const right: PiiReview['accepted'][number][] = [];
  for (const finding of all) {
    const by = acceptedBy(finding, accepted);
    if (by) right.push({ ...finding, reason: by.reason });
    else findings.push(finding);
  }
  return {
    of: server,
    labels: labels.labels,
    values: labels.values,
    records: logs?.records ?? 0,
    findings,
    accepted: right,
    notLookedAt,
  };
}
