import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRecord, Span } from '@telltale/model';
import { writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const KILLS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 20 : 2;
const SENDERS = 3;
const LINES_OF_BATCH = 20;
const PAGE_OF_LOGS = 5000;
const TRACES_ASKED_AT_ONCE = 8;

/** What the station has answered with success. */
interface Acknowledged {
  readonly lines: Set<string>;
  readonly traceIds: Set<string>;
}

/*
 * The station is killed without warning while lines and spans come from several senders. What it answered with
 * success must be there after the next start: they do not send it again.
 */
test(
  `a station that is killed ${KILLS} times under load loses no line and no span that it acknowledged`,
  async () => {
    const folder = temporaryFolder();
    const acknowledged: Acknowledged = { lines: new Set(), traceIds: new Set() };
    const start = async () => startStation(await freePort(), folder, ['--no-host']);
    let station = await start();
    for (let kill = 0; kill < KILLS; kill++) {
      const killed = new AbortController();
      const senders = Array.from({ length: SENDERS }, (_, number) =>
        send(station.url, `${kill}-${number}`, acknowledged, killed.signal),
      );
      const known = { lines: acknowledged.lines.size, traces: acknowledged.traceIds.size };
      await waitFor('lines and spans to be acknowledged', () => {
        const { lines, traceIds } = acknowledged;
        return lines.size > known.lines + LINES_OF_BATCH && traceIds.size > known.traces + 1;
      });
      // Not random: the kills fall at different distances from the last write.
      await sleep(300 + ((kill * 370) % 1000));
      station.kill('SIGKILL');
      await station.exit;
      killed.abort();
      await Promise.all(senders);
      station = await start();
      const lines = await linesOf(station.url);
      expect([...acknowledged.lines].filter((line) => !lines.has(line))).toEqual([]);
      expect(await lostTraces(station.url, acknowledged.traceIds)).toEqual([]);
    }
    expect(acknowledged.lines.size).toBeGreaterThan(KILLS * LINES_OF_BATCH);
    expect(acknowledged.traceIds.size).toBeGreaterThan(KILLS);
    await stopProgram(station);
  },
  KILLS * 60_000,
);

/** Sends batches one after the other, until the station is gone. */
async function send(
  url: string,
  name: string,
  { lines, traceIds }: Acknowledged,
  signal: AbortSignal,
): Promise<void> {
  for (let batch = 0; !signal.aborted; batch++) {
    const records = Array.from({ length: LINES_OF_BATCH }, (_, line) => recordOf(`${name}-${batch}-${line}`));
    if (await isTaken(`${url}/v1/logs`, writeOtlpLogs(records))) {
      for (const { message } of records) lines.add(message);
    }
    const spans = spansOf(traceIdOf(`${name}-${batch}`));
    if (await isTaken(`${url}/v1/traces`, writeOtlpTraces(spans))) traceIds.add(spans[0].traceId);
  }
}

async function isTaken(url: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const headers = { 'content-type': 'application/x-protobuf' };
  try {
    return (await fetch(url, { method: 'POST', headers, body })).status === 200;
  } catch {
    return false;
  }
}

function recordOf(message: string): LogRecord {
  return { timeMs: Date.now(), severity: 9, service: 'shop', message, attributes: {}, resource: {} };
}

/** Two spans, so that one of them could be lost. */
function spansOf(traceId: string): readonly Span[] {
  const root: Span = {
    traceId,
    spanId: '1'.repeat(16),
    name: 'GET /',
    kind: 'server',
    startMs: Date.now(),
    durationMs: 1,
    status: 'ok',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
  };
  return [root, { ...root, spanId: '2'.repeat(16), parentSpanId: root.spanId, kind: 'internal' }];
}

function traceIdOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(32, 'f');
}

async function linesOf(url: string): Promise<ReadonlySet<string>> {
  const lines = new Set<string>();
  const parameters = new URLSearchParams({ limit: String(PAGE_OF_LOGS), order: 'oldest' });
  for (;;) {
    const page = (await getJson(`${url}/api/telltale/logs?${parameters}`)) as {
      readonly records: readonly { readonly id: string; readonly message: string }[];
      readonly hasMore: boolean;
    };
    for (const { message } of page.records) lines.add(message);
    if (!page.hasMore) return lines;
    parameters.set('after', page.records.at(-1)!.id);
  }
}

async function lostTraces(url: string, traceIds: ReadonlySet<string>): Promise<readonly string[]> {
  const lost: string[] = [];
  const rest = [...traceIds];
  while (rest.length > 0) {
    const some = rest.splice(0, TRACES_ASKED_AT_ONCE);
    const spans = await Promise.all(some.map((traceId) => spansOfTrace(url, traceId)));
    lost.push(...some.filter((_, index) => spans[index] !== 2));
  }
  return lost;
}

async function spansOfTrace(url: string, traceId: string): Promise<number | undefined> {
  const answer = await fetch(`${url}/api/telltale/traces/${traceId}`);
  return ((await answer.json()) as { spans?: readonly unknown[] }).spans?.length;
}
