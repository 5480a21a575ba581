import type { PanelKind, ResolvedPanel } from '@telltale/definition';
import type { PanelModel } from './dashboard-model.ts';

type Options = Readonly<Record<string, unknown>>;

/** The plugin that draws each kind. */
export const PANEL_PLUGINS: Readonly<Record<PanelKind, PanelModel['type']>> = {
  timeseries: 'timeseries',
  stat: 'stat',
  gauge: 'gauge',
  'bar-gauge': 'bargauge',
  table: 'table',
  heatmap: 'heatmap',
  pie: 'piechart',
  'state-timeline': 'state-timeline',
  text: 'text',
  logs: 'logs',
};

/** What a panel's plugin is told. */
export function panelOptions({ kind, text = '' }: ResolvedPanel): Options {
  // In Markdown, two blanks at its end keep a line apart from the next.
  if (kind === 'text') return { mode: 'markdown', content: text.replaceAll('\n', '  \n') };
  return OPTIONS[kind];
}

const LAST_VALUE = { calcs: ['lastNotNull'], fields: '', values: false };

const OPTIONS: Readonly<Record<Exclude<PanelKind, 'text'>, Options>> = {
  timeseries: {
    legend: { calcs: ['lastNotNull', 'max'], displayMode: 'table', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: {
    colorMode: 'value',
    graphMode: 'area',
    justifyMode: 'auto',
    orientation: 'auto',
    reduceOptions: LAST_VALUE,
    textMode: 'auto',
  },
  gauge: {
    orientation: 'auto',
    reduceOptions: LAST_VALUE,
    showThresholdLabels: false,
    showThresholdMarkers: true,
  },
  'bar-gauge': {
    displayMode: 'basic',
    orientation: 'horizontal',
    reduceOptions: LAST_VALUE,
    showUnfilled: true,
    valueMode: 'color',
  },
  table: { cellHeight: 'sm', showHeader: true },
  heatmap: { calculate: false, yAxis: { axisPlacement: 'left' }, tooltip: { mode: 'single' } },
  pie: {
    pieType: 'donut',
    reduceOptions: LAST_VALUE,
    displayLabels: ['percent'],
    legend: { displayMode: 'table', placement: 'right', showLegend: true, values: ['value', 'percent'] },
    tooltip: { mode: 'single', sort: 'none' },
  },
  'state-timeline': {
    mergeValues: true,
    showValue: 'auto',
    alignValue: 'left',
    rowHeight: 0.9,
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'single', sort: 'none' },
  },
  logs: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', enableLogDetails: true },
};
