import type { MetricMetadata } from '@telltale/model';
import { LabelSet, TelltaleError, printExpr } from '@telltale/model';
import { askServer, isRecord } from '../server/ask-server.ts';
import type { ExportSelection, ExportSource, ExportedSamples } from './export-source.ts';

const DAY_MS = 86_400_000;
/** Samples of one series are asked for this much at a time: some ten thousand. */
const CHUNK_MS = 2 * DAY_MS;
/** Longer than servers let a query run. */
const TIMEOUT_MS = 150_000;
/** Selects every series: a selector must have a matcher that the empty text does not satisfy. */
const EVERY_SERIES = '{__name__!=""}';

type Labels = Readonly<Record<string, string>>;

interface RangeSeries {
  readonly metric: Labels;
  readonly values?: readonly (readonly [seconds: number, value: string])[];
  readonly histograms?: readonly unknown[];
}

/** Exports from a running station, or any Prometheus-compatible server, over its API. */
export function openServerSource(
  server: string,
  { selectors, startMs, endMs }: ExportSelection,
): ExportSource {
  return {
    name: server,
    series: async () => {
      const form = new URLSearchParams({ start: String(startMs / 1000), end: String(endMs / 1000) });
      const texts =
        selectors.length === 0 ? [EVERY_SERIES] : selectors.map((selector) => printExpr(selector));
      for (const text of texts) form.append('match[]', text);
      const found = await ask<readonly Labels[]>(server, '/api/v1/series', form);
      return found.map((labels) => LabelSet.of(labels));
    },
    samples: async function* (labels) {
      const selector = selectorOf(labels);
      // A window has its end, but not its start.
      let lastMs = startMs - 1;
      while (lastMs < endMs) {
        const windowEndMs = Math.min(endMs, lastMs + CHUNK_MS);
        const query = `${selector}[${windowEndMs - lastMs}ms]`;
        const form = new URLSearchParams({ query, time: String(windowEndMs / 1000) });
        const { result } = await ask<{ readonly result: readonly RangeSeries[] }>(
          server,
          '/api/v1/query',
          form,
        );
        // Series with more labels match too.
        const own = result.find(({ metric }) => LabelSet.of(metric).key === labels.key);
        if (own) yield samplesAfter(lastMs, own);
        lastMs = windowEndMs;
      }
    },
    metadata: async () => {
      const answer = await ask<Readonly<Record<string, readonly MetricMetadata[]>>>(
        server,
        '/api/v1/metadata',
      );
      return new Map(
        Object.entries(answer).flatMap(([name, [first]]) => (first ? [[name, first] as const] : [])),
      );
    },
    close: async () => {},
  };
}

function selectorOf(labels: LabelSet): string {
  const matchers = [...labels.entries()].map(([name, value]) => ({ name, op: '=', value }) as const);
  return printExpr({ kind: 'vector', matchers });
}

/** A server with closed windows repeats the sample at the edge. */
function samplesAfter(afterMs: number, { values = [], histograms = [] }: RangeSeries): ExportedSamples {
  const samples = values
    .map(([seconds, text]) => ({ timestampMs: Math.round(seconds * 1000), value: numberOf(text) }))
    .filter(({ timestampMs }) => timestampMs > afterMs);
  return {
    timestamps: samples.map(({ timestampMs }) => timestampMs),
    values: samples.map(({ value }) => value),
    histograms: histograms.length,
    staleMarkers: 0,
  };
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

/** The `data` of an answer; its shape is that of Prometheus' documented API. */
async function ask<Data>(server: string, path: string, form?: URLSearchParams): Promise<Data> {
  const { status, text, json } = await askServer(server, path, { body: form, timeoutMs: TIMEOUT_MS });
  const answer: Envelope = isRecord(json) ? json : {};
  if (answer.status === 'success') return answer.data as Data;
  const problem = typeof answer.error === 'string' ? answer.error : JSON.stringify(text.slice(0, 100));
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${server} answered HTTP ${status}: ${problem}`);
}

interface Envelope {
  readonly status?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
}
