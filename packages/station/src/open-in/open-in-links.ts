import type { ResolvedOpenIn } from '@telltale/definition';
import type { LogFilter, TimeRange } from '@telltale/model';
import type { OpenInLink } from '../contract.ts';
import { kibanaQueryOf } from './kql.ts';
import { rison } from './rison.ts';

const DEFAULT_TEMPO_UID = 'tempo';

/** Where a trace can be opened; Grafana looks for it in the range. */
export function traceLinks(tools: ResolvedOpenIn, traceId: string, range: TimeRange): OpenInLink[] {
  const { jaeger, grafana, kibana } = tools;
  const links: OpenInLink[] = [];
  if (jaeger !== undefined) {
    const url = under(jaeger, `trace/${encodeURIComponent(traceId)}`);
    links.push({ tool: 'jaeger', title: 'Jaeger', url, isExact: true });
  }
  if (grafana)
    links.push({ tool: 'grafana', title: 'Grafana', url: tempoUrl(grafana, traceId, range), isExact: true });
  if (kibana) {
    const filter: LogFilter = { kind: 'field', field: 'trace_id', operator: '=', value: traceId };
    links.push({ ...kibanaLink(kibana, filter, range), title: 'Kibana (its log records)' });
  }
  return links;
}

/** Where log records can be opened. */
export function logLinks(
  { kibana }: ResolvedOpenIn,
  filter: LogFilter | undefined,
  range: TimeRange,
): OpenInLink[] {
  return kibana ? [kibanaLink(kibana, filter, range)] : [];
}

/** Grafana's page for queries, of version 10 and later. */
function tempoUrl(
  { url, tempo = DEFAULT_TEMPO_UID }: NonNullable<ResolvedOpenIn['grafana']>,
  traceId: string,
  { startMs, endMs }: TimeRange,
): string {
  const datasource = { type: 'tempo', uid: tempo };
  const pane = {
    datasource: tempo,
    queries: [{ refId: 'A', datasource, queryType: 'traceql', query: traceId }],
    range: { from: String(Math.floor(startMs)), to: String(Math.ceil(endMs)) },
  };
  const query = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ trace: pane }) });
  return `${under(url, 'explore')}?${query.toString()}`;
}

function kibanaLink(
  { url, dataView }: NonNullable<ResolvedOpenIn['kibana']>,
  filter: LogFilter | undefined,
  { startMs, endMs }: TimeRange,
): OpenInLink {
  const { text, isExact } = kibanaQueryOf(filter);
  const [from, to] = [startMs, endMs].map((timeMs) => new Date(timeMs).toISOString());
  const time = rison({ time: { from, to } });
  const page = rison({
    ...(dataView !== undefined && { index: dataView }),
    query: { language: 'kuery', query: text },
  });
  const place = `app/discover#/?_g=${encodeURIComponent(time)}&_a=${encodeURIComponent(page)}`;
  return { tool: 'kibana', title: 'Kibana', url: under(url, place), isExact };
}

function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}
