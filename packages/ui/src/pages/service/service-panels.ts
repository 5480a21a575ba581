import type {
  Panel,
  PanelQuery,
  PanelThreshold,
  ServiceFigure,
  ServiceView,
} from '@telltale/station/contract';
import { tileFigures } from './service-figures.ts';

/** A panel with the name that it has in the address. */
export interface NamedPanel {
  readonly id: string;
  readonly panel: Panel;
}

/** The tiles of a service: requests a second, 95th percentile, errors, processor, memory, connections. */
export function tilePanels(service: ServiceView): readonly NamedPanel[] {
  return tileFigures(service).map(({ key, title, figure }) => ({
    id: key,
    panel: {
      title,
      kind: 'stat',
      unit: figure.unit,
      queries: [{ query: figure.query, legend: '' }],
      thresholds: thresholdsOf(figure),
    },
  }));
}

/** The charts of a service: rate, errors, durations, parts of a request, and where requests go. */
export function chartPanels(service: ServiceView): readonly NamedPanel[] {
  const { rate, errors, phases, flow } = service;
  return [
    ...chartOf('rate', 'Requests', rate),
    ...chartOf('errors', 'Errors', errors),
    ...durationPanel(service),
    ...(phases === undefined
      ? []
      : [{ id: 'phases', panel: timeSeries(phases.title, phases.unit, phases.queries) }]),
    ...(flow === undefined ? [] : [{ id: 'flow', panel: timeSeries(flow.title, flow.unit, flow.queries) }]),
  ];
}

function chartOf(id: string, title: string, figure: ServiceFigure | undefined): readonly NamedPanel[] {
  if (figure === undefined) return [];
  const queries = [{ query: figure.query, legend: title }];
  return [{ id, panel: { ...timeSeries(title, figure.unit, queries), thresholds: thresholdsOf(figure) } }];
}

/** All percentiles in one chart, with the line beyond which the slowest of them is too slow. */
function durationPanel({ p50, p95, p99 }: ServiceView): readonly NamedPanel[] {
  const named = [
    { legend: 'p50', figure: p50 },
    { legend: 'p95', figure: p95 },
    { legend: 'p99', figure: p99 },
  ].flatMap(({ legend, figure }) => (figure === undefined ? [] : [{ legend, figure }]));
  if (named.length === 0) return [];
  const queries = named.map(({ legend, figure }) => ({ query: figure.query, legend }));
  const thresholds = named.flatMap(({ figure }) => thresholdsOf(figure)).slice(0, 1);
  return [{ id: 'latency', panel: { ...timeSeries('Latency', named[0].figure.unit, queries), thresholds } }];
}

function timeSeries(title: string, unit: string, queries: readonly PanelQuery[]): Panel {
  return { title, kind: 'timeseries', unit, queries };
}

function thresholdsOf({ threshold }: ServiceFigure): readonly PanelThreshold[] {
  return threshold === undefined ? [] : [{ value: threshold, severity: 'critical', isBad: 'above' }];
}
