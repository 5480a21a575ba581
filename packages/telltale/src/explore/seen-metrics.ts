import type { StationServer } from '@telltale/station';

/** A metric that the station has series of. */
export interface SeenMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';
}

/** Names are asked for while somebody types. */
const FRESH_MS = 15_000;
const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset']);
const FAMILY_ENDS: Readonly<Partial<Record<SeenMetric['type'], readonly string[]>>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['_sum', '_count'],
};

/** Tells which metrics are there, as the station's own API has them: those of a remote server, too. */
export function seenMetrics(server: StationServer, now: () => number): () => Promise<readonly SeenMetric[]> {
  let known: { readonly atMs: number; readonly metrics: Promise<readonly SeenMetric[]> } | undefined;
  const ask = async (path: string): Promise<unknown> => {
    const answer = await server.inject({ url: `/api/v1/${path}`, headers: { host: 'localhost' } });
    const body: unknown = answer.statusCode === 200 ? JSON.parse(answer.payload) : undefined;
    return isRecord(body) ? body['data'] : undefined;
  };
  const read = async (): Promise<readonly SeenMetric[]> => {
    const [names, metadata] = await Promise.all([ask('label/__name__/values'), ask('metadata')]);
    return metricsOf(Array.isArray(names) ? names.map(String) : [], isRecord(metadata) ? metadata : {});
  };
  return () => {
    if (!known || now() - known.atMs > FRESH_MS) {
      const metrics = read();
      known = { atMs: now(), metrics };
      metrics.catch(() => (known = undefined));
    }
    return known.metrics;
  };
}

/** Families with their type, and names that no family has. */
function metricsOf(
  names: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
): readonly SeenMetric[] {
  const families = Object.entries(metadata).map(([name, entries]) => ({ name, type: typeOf(entries) }));
  const ofFamilies = new Set(
    families.flatMap(({ name, type }) => [name, ...(FAMILY_ENDS[type] ?? []).map((end) => name + end)]),
  );
  const others = names.filter((name) => !ofFamilies.has(name));
  return [...families, ...others.map((name) => ({ name, type: 'unknown' as const }))];
}

function typeOf(entries: unknown): SeenMetric['type'] {
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const type = isRecord(first) ? first['type'] : undefined;
  return typeof type === 'string' && TYPES.has(type) ? (type as SeenMetric['type']) : 'unknown';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
