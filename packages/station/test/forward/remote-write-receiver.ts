import type { ServerResponse } from 'node:http';
import type { NativeHistogram } from '@telltale/model';
import { readRemoteWrite } from '@telltale/model/wire';
import type { Receiver } from './receivers.ts';
import { receiver } from './receivers.ts';

/** A number, `stale`, or a histogram by its count. */
export type ReceivedValue = number | 'stale' | { readonly count: number };

/** A server that takes remote write as Prometheus does without an out-of-order window. */
export interface RemoteWriteReceiver extends Receiver {
  /** Series as `name{label="value"}`, their samples by time. */
  readonly series: ReadonlyMap<string, ReadonlyMap<number, ReceivedValue>>;
  readonly histograms: readonly NativeHistogram[];
  readonly exemplars: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Answers what was taken. */
  answer: (response: ServerResponse) => void;
}

/**
 * Refuses a request as a whole where one of its samples is older than the newest of its series or contradicts it. The newest
 * sample may come again.
 */
export async function remoteWriteReceiver(port = 0): Promise<RemoteWriteReceiver> {
  const series = new Map<string, Map<number, ReceivedValue>>();
  const histograms: NativeHistogram[] = [];
  const exemplars: string[] = [];
  const metadata = new Map<string, string>();
  const base = await receiver(({ headers, body }, response, fault) => {
    for (const [name, wanted] of Object.entries(HEADERS)) {
      if (headers[name] !== wanted) fault(`${name}: ${String(headers[name])}`);
    }
    const taken: [key: string, timeMs: number, value: ReceivedValue][] = [];
    let key = '';
    const newest = new Map<string, number>();
    let refusal = '';
    const take = (timeMs: number, value: ReceivedValue) => {
      const known = series.get(key);
      const last = newest.get(key) ?? Math.max(-Infinity, ...(known?.keys() ?? []));
      const isSame = JSON.stringify(known?.get(timeMs)) === JSON.stringify(value);
      if (timeMs < last || (timeMs === last && !isSame)) refusal = `out of order sample of ${key}`;
      newest.set(key, Math.max(timeMs, last));
      taken.push([key, timeMs, value]);
    };
    readRemoteWrite(body, {
      series: (labels) => {
        key = seriesKey(labels.read());
        return undefined;
      },
      sample: take,
      stale: (timeMs) => take(timeMs, 'stale'),
      histogram: (timeMs, histogram) => {
        histograms.push(histogram);
        take(timeMs, { count: histogram.count });
      },
      exemplar: (exemplar) => void exemplars.push(`${key} ${seriesKey(exemplar.labels)} ${exemplar.value}`),
      metadata: (name, { type, help }) => void metadata.set(name, `${type} ${help}`),
    });
    if (refusal !== '') {
      response.writeHead(400).end(refusal);
      return;
    }
    for (const [name, timeMs, value] of taken) {
      const samples = series.get(name) ?? new Map<number, ReceivedValue>();
      series.set(name, samples.set(timeMs, value));
    }
    server.answer(response);
  }, port);
  const server: RemoteWriteReceiver = Object.assign(base, {
    series,
    histograms,
    exemplars,
    metadata,
    answer: (response: ServerResponse) => void response.writeHead(204).end(),
  });
  return server;
}

/** Answers with a body that has no end. */
export function answerForEver(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode);
  const write = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536)));
  };
  response.on('drain', write);
  write();
}

const HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};

function seriesKey(labels: readonly (readonly [name: string, value: string])[]): string {
  const names = labels.map(([name]) => name);
  if (names.some((name, i) => i > 0 && names[i - 1] >= name)) throw new Error('labels are not in order');
  const name = labels.find(([label]) => label === '__name__')?.[1] ?? '';
  const others = labels
    .filter(([label]) => label !== '__name__')
    .map(([label, value]) => `${label}="${value}"`);
  return `${name}{${others.join(',')}}`;
}
