import { LabelSet, TelltaleError } from '@telltale/model';
import { isRecord } from '../server/ask-server.ts';
import type { PrometheusClient } from '../server/prometheus-client.ts';

/**
 * The labels that a server discovered for the targets of a job, those that it dropped included.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE where the server does not tell of its targets.
 */
export async function discoveredTargets(client: PrometheusClient, job: string): Promise<readonly LabelSet[]> {
  const data = await client.optional('targets');
  if (!isRecord(data)) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `${client.address} does not tell of its targets.`, {
      fix: 'Name the address of a running station or Prometheus with --url.',
    });
  }
  const all = [...listOf(data['activeTargets']), ...listOf(data['droppedTargets'])];
  return all.flatMap(({ scrapePool, discoveredLabels }) => {
    const labels = labelsOf(discoveredLabels);
    return (scrapePool ?? labels.get('job')) === job ? [labels] : [];
  });
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function labelsOf(value: unknown): LabelSet {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return LabelSet.from(entries.map(([name, text]) => [name, String(text)]));
}
