import type { LogsResponse, TraceResponse, TracesResponse } from '@telltale/station/contract';
import { logQueryOf } from '../../logs/log-query.ts';
import { askStation } from '../../server/ask-station.ts';
import { PROBE_SERVICE, logProbe, traceProbe } from './probes.ts';
import type { SignalProbe } from './probes.ts';
import type { FindProbe } from './try-probe.ts';

/** The newest of a signal: from whom, and when. */
export interface NewestSignal {
  readonly service: string;
  readonly atMs: number;
}

/** What is different between logs and traces. */
export interface Signal {
  readonly topic: 'logs' | 'traces';
  /** One of them in words. */
  readonly noun: string;
  readonly probe: (nowMs: number) => SignalProbe;
  readonly find: (server: string) => FindProbe;
  readonly newest: (
    server: string,
    service: string | undefined,
    range: SignalRange,
  ) => Promise<readonly NewestSignal[]>;
}

/** Unix seconds. */
export interface SignalRange {
  readonly start: number;
  readonly end: number;
}

const WINDOW_S = 15 * 60;
const SHOWN = 200;

/** Log records. */
export const LOGS: Signal = {
  topic: 'logs',
  noun: 'log record',
  probe: logProbe,
  find: (server) => async (id) => {
    const query = logQueryOf({ query: [id], service: PROBE_SERVICE });
    const page = await askStation<LogsResponse>(
      server,
      { path: 'logs', parameters: { query, ...recent(), limit: 1 } },
      'records',
    );
    return (page?.records.length ?? 0) > 0;
  },
  newest: async (server, service, range) => {
    const query = logQueryOf({ query: [], ...(service !== undefined && { service }) });
    const page = await askStation<LogsResponse>(
      server,
      { path: 'logs', parameters: { query, ...range, limit: SHOWN } },
      'records',
    );
    return (page?.records ?? []).map((record) => ({ service: record.service, atMs: record.timeMs }));
  },
};

/** Spans, and the traces of them. */
export const TRACES: Signal = {
  topic: 'traces',
  noun: 'span',
  probe: traceProbe,
  find: (server) => async (id) =>
    (await askStation<TraceResponse>(server, { path: `traces/${id}` }, 'spans')) !== undefined,
  newest: async (server, service, range) => {
    const parameters = {
      ...(service !== undefined && { query: `service:${JSON.stringify(service)}` }),
      ...range,
      limit: SHOWN,
      order: 'newest',
    };
    const page = await askStation<TracesResponse>(server, { path: 'traces', parameters }, 'traces');
    return (page?.traces ?? []).flatMap(({ services, startMs }) =>
      Object.keys(services).map((name) => ({ service: name, atMs: startMs })),
    );
  },
};

/** The last 15 minutes. */
export function recent(): SignalRange {
  const end = Date.now() / 1000;
  // A little ahead: the station's clock may be.
  return { start: end - WINDOW_S, end: end + 60 };
}
