import { writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { createStation } from '@telltale/station';
import type { Station } from '@telltale/station';
import { waitFor } from '../support/wait-for.ts';
import { EVERYTHING, MIDNIGHT_MS, logFixture } from '../stores/log-fixture.ts';
import { traceFixture, traceIdOf } from '../stores/trace-fixture.ts';

const RANGE = `start=${EVERYTHING.startMs / 1000}&end=${EVERYTHING.endMs / 1000}`;

/** The same for all stations. */
const RECORDS = logFixture();
const SPANS = traceFixture();

/** What pages and the command line ask for. */
export const QUESTIONS: readonly string[] = [
  `/api/telltale/logs?${RANGE}&limit=50`,
  `/api/telltale/logs?${RANGE}&limit=500&order=oldest&query=${encodeURIComponent('level>=warn -service:shop')}`,
  `/api/telltale/logs?${RANGE}&query=${encodeURIComponent('"failed" order.id>100 /GET .* timeout$/')}`,
  `/api/telltale/logs?${RANGE}&query=${encodeURIComponent('http.route:/orders* OR resource.host.name:payment-1')}`,
  `/api/telltale/logs/counts?${RANGE}&step=5m&query=service:shop`,
  `/api/telltale/logs/fields?${RANGE}&limit=1000`,
  `/api/telltale/traces?${RANGE}&limit=10`,
  `/api/telltale/traces?${RANGE}&limit=5&order=slowest`,
  `/api/telltale/traces?${RANGE}&limit=50&query=${encodeURIComponent('status:error service:shop')}`,
  `/api/telltale/traces/${traceIdOf(1)}`,
  `/api/telltale/traces/services?${RANGE}`,
  `/api/telltale/traces/map?start=${MIDNIGHT_MS / 1000 - 1800}&end=${MIDNIGHT_MS / 1000 + 600}`,
  `/api/telltale/traces/operations?${RANGE}&service=shop`,
];

/** A station with the records and spans of the fixtures, sent as programs send them. */
export async function stationWithFixtures(dataFolder: string, clickhouse?: string): Promise<Station> {
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    traces: { decisionDelayMs: 1 },
    ...(clickhouse !== undefined && { clickhouse: { url: clickhouse } }),
  });
  await send(station, '/v1/logs', writeOtlpLogs(RECORDS));
  await send(station, '/v1/traces', writeOtlpTraces(SPANS));
  return station;
}

/** A station that has too much to do is asked again, as exporters do. */
async function send({ url }: Station, path: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { 'content-type': 'application/x-protobuf' };
  await waitFor(`${path} taken`, async () => {
    const answer = await fetch(url + path, { method: 'POST', body, headers });
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status} ${await answer.text()}`);
    return true;
  });
}

/** An answer, without what a store has of its own: ids, texts in place of other values, the last digits of estimates. */
export async function answerOf({ url }: Station, question: string): Promise<unknown> {
  const answer = await fetch(url + question);
  if (answer.status !== 200) throw new Error(`${question}: HTTP ${answer.status} ${await answer.text()}`);
  return plain(await answer.json());
}

const ESTIMATES: ReadonlySet<string> = new Set([
  'p50',
  'p95',
  'p99',
  'mean',
  'max',
  'durationMs',
  'duration',
]);

function plain(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item)).sort(byText(name));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key]) => key !== 'id');
    return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner, key)]));
  }
  if (typeof value === 'number') return ESTIMATES.has(name) ? undefined : String(value);
  return typeof value === 'boolean' ? String(value) : value;
}

/** Services of a map and their calls are in any order. */
function byText(name: string): (a: unknown, b: unknown) => number {
  if (name !== 'services' && name !== 'edges' && name !== 'calls') return () => 0;
  return (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}
