import { TelltaleError } from '@telltale/model';
import { askServer, isRecord } from './ask-server.ts';

/** Labels of a series, the name included. */
export type SeriesLabels = Readonly<Record<string, string>>;

/** A value of one series. */
export interface ServerSample {
  readonly labels: SeriesLabels;
  readonly value: number;
}

/** The values of one series at the steps of a range that have one. */
export interface ServerSeries {
  readonly labels: SeriesLabels;
  readonly values: readonly number[];
  /** Unix milliseconds of each value. */
  readonly timesMs: readonly number[];
}

/** Asks a station, or any Prometheus-compatible server. All methods throw `TT_STATION_UNREACHABLE`. */
export interface PrometheusClient {
  readonly address: string;
  /** The samples of a query, now or at a time; a number is one sample without labels. */
  instant(query: string, timeMs?: number): Promise<readonly ServerSample[]>;
  range(query: string, startMs: number, endMs: number, stepMs: number): Promise<readonly ServerSeries[]>;
  /** The values of a label, of all series or of those that a selector takes. */
  labelValues(label: string, selector?: string): Promise<readonly string[]>;
  labelNames(selector: string): Promise<readonly string[]>;
  /** The answer to another route of `/api/v1`. */
  read(path: string): Promise<unknown>;
  /** The same; `undefined` where the server does not have it. */
  optional(path: string): Promise<unknown>;
}

/** Longer than servers let a query run. */
const TIMEOUT_MS = 150_000;

/** How a server is asked. */
export interface PrometheusAccess {
  /** A bearer token. */
  readonly token?: string | undefined;
  /** How long an answer may take. Default: longer than servers let a query run. */
  readonly timeoutMs?: number | undefined;
  /** Ends what is being asked, and all that is asked later. */
  readonly signal?: AbortSignal | undefined;
}

/** A client for the server at an address such as `http://127.0.0.1:9090`. */
export function createPrometheusClient(address: string, access: PrometheusAccess = {}): PrometheusClient {
  const ask = (path: string, parameters: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(parameters).toString();
    return askApi(address, access, `/api/v1/${path}${query === '' ? '' : `?${query}`}`);
  };
  return {
    address,
    instant: async (query, timeMs) => {
      const at: Readonly<Record<string, string>> =
        timeMs === undefined ? { query } : { query, time: String(timeMs / 1000) };
      return samplesOf(await ask('query', at));
    },
    range: async (query, startMs, endMs, stepMs) => {
      const [start, end, step] = [startMs, endMs, stepMs].map((ms) => String(ms / 1000));
      return seriesOf(await ask('query_range', { query, start, end, step }));
    },
    labelValues: async (label, selector) =>
      textsOf(await ask(`label/${encodeURIComponent(label)}/values`, matching(selector))),
    labelNames: async (selector) => textsOf(await ask('labels', matching(selector))),
    read: (path) => ask(path),
    optional: (path) => ask(path).catch(() => undefined),
  };
}

function matching(selector: string | undefined): Readonly<Record<string, string>> {
  return selector === undefined ? {} : { 'match[]': selector };
}

async function askApi(
  address: string,
  { token, signal, timeoutMs = TIMEOUT_MS }: PrometheusAccess,
  path: string,
): Promise<unknown> {
  const { status, json: answer } = await askServer(address, path, { token, signal, timeoutMs });
  if (isRecord(answer) && answer.status === 'success') return answer.data;
  const told = isRecord(answer) && typeof answer.error === 'string' ? answer.error : undefined;
  const route = path.split('?', 1)[0];
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address}${route}: ${told ?? reasonOf(status)}`, {
    fix: 'Name the address of a station or a Prometheus with --url, with its path where it is behind a proxy.',
  });
}

function reasonOf(status: number): string {
  if (status === 401 || status === 403) return `the server asks for a login (HTTP ${status})`;
  return `the answer is none of Prometheus' API (HTTP ${status})`;
}

function samplesOf(data: unknown): readonly ServerSample[] {
  if (!isRecord(data)) return [];
  if (data.resultType === 'scalar') return [{ labels: {}, value: valueOf(data.result) }];
  return listOf(data.result).map((item) => ({ labels: labelsOf(item.metric), value: valueOf(item.value) }));
}

function seriesOf(data: unknown): readonly ServerSeries[] {
  if (!isRecord(data)) return [];
  return listOf(data.result).map((item) => {
    const points: readonly unknown[] = Array.isArray(item.values) ? item.values : [];
    return {
      labels: labelsOf(item.metric),
      values: points.map(valueOf),
      timesMs: points.map((point) => (Array.isArray(point) ? Math.round(Number(point[0]) * 1000) : NaN)),
    };
  });
}

function listOf(result: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(result) ? result.filter(isRecord) : [];
}

function labelsOf(metric: unknown): SeriesLabels {
  const entries = isRecord(metric) ? Object.entries(metric) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Prometheus writes infinities and NaN as text, in Go's words. */
function valueOf(point: unknown): number {
  const text = String(Array.isArray(point) ? point[1] : point);
  return Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));
}

function textsOf(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.map(String) : [];
}
