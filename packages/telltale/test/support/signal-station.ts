import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedDefinition } from '@telltale/definition';
import type { LogRecord, Span } from '@telltale/model';
import { writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { createStation } from '@telltale/station';
import type { Station } from '@telltale/station';
import { expect } from 'vitest';

/** A real station on a folder of its own. */
export interface SignalStation {
  readonly url: string;
  readonly query: Station['query'];
  sendLogs(records: readonly LogRecord[]): Promise<void>;
  sendSpans(spans: readonly Span[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a station that logs and traces are sent to. */
export async function startSignalStation(
  options: {
    readonly definition?: ResolvedDefinition;
    readonly builtInIntervalMs?: number;
    readonly port?: number;
  } = {},
): Promise<SignalStation> {
  const { definition, builtInIntervalMs = 60_000, port = 0 } = options;
  const dataFolder = mkdtempSync(join(tmpdir(), 'telltale-signals-'));
  const station = await createStation({
    version: '0.0.0',
    port,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs,
    collectHost: false,
    ...(definition && { definition }),
  });
  const post = async (path: string, body: Uint8Array<ArrayBuffer>) => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const send = async () => (await fetch(station.url + path, { method: 'POST', headers, body })).status;
    let status = await send();
    // One that is overloaded takes nothing, and is asked again.
    for (; status === 503; status = await send()) await sleep(200);
    expect(status).toBe(200);
  };
  return {
    url: station.url,
    query: station.query,
    sendLogs: (records) => post('/v1/logs', writeOtlpLogs(records)),
    sendSpans: (spans) => post('/v1/traces', writeOtlpTraces(spans)),
    stop: async () => {
      await station.stop();
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A record of now, of a shop. */
export function shopRecord(message: string, over: Partial<LogRecord> = {}): LogRecord {
  const rest = { timeMs: Date.now() - 1000, severity: 9, service: 'shop', attributes: {}, resource: {} };
  return { ...rest, message, ...over };
}
