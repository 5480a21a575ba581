import { parseExposition } from '@telltale/model';
import { getPage } from '../../../doctor/network/get-page.ts';

/** What an Alertmanager has sent since it started, by integration such as `webhook`. */
export type SentCounts = ReadonlyMap<string, { readonly taken: number; readonly refused: number }>;

const REQUESTS = 'alertmanager_notification_requests_total';
const FAILED = 'alertmanager_notification_requests_failed_total';

/** Reads the counters of its page of metrics: by its API it does not tell. */
export async function sentCounts(address: string): Promise<SentCounts> {
  const { body, contentType } = await getPage(`${address}/metrics`);
  const samples = parseExposition(body, contentType).families.flatMap((family) => family.samples);
  const sums = new Map<string, { requests: number; refused: number }>();
  for (const { labels, value } of samples) {
    const isFailure = labels.metricName === FAILED;
    if (!isFailure && labels.metricName !== REQUESTS) continue;
    const integration = labels.get('integration');
    const sum = sums.get(integration) ?? { requests: 0, refused: 0 };
    if (isFailure) sum.refused += value;
    else sum.requests += value;
    sums.set(integration, sum);
  }
  return new Map(
    [...sums].map(([integration, { requests, refused }]) => [
      integration,
      { taken: requests - refused, refused },
    ]),
  );
}

/** What was sent between two readings. */
export function sentSince(
  before: SentCounts,
  after: SentCounts,
  integration: string,
): { readonly taken: number; readonly refused: number } {
  const none = { taken: 0, refused: 0 };
  const [old, now] = [before.get(integration) ?? none, after.get(integration) ?? none];
  return { taken: now.taken - old.taken, refused: now.refused - old.refused };
}
