import type { DashboardContent, PanelKind } from '@telltale/station/contract';
import type { DraftDashboard, DraftPanel } from '../init/definition-draft.ts';

/** What a saved dashboard may hold. */
const MAX_PANELS = 100;
const MAX_QUERIES = 20;
const MAX_TITLE = 200;
const MAX_TEXT = 20_000;
const MAX_NAMES = 50;
const MAX_OPTIONS = 1000;

/** Says what does not fit. */
export type Drop = (what: string, reason: string) => void;

/** A drafted dashboard as the pages keep it; what is too much for them is dropped. */
export function contentOfDraft(draft: DraftDashboard, drop: Drop): DashboardContent {
  const { panels, variables = [], tags = [], refreshMs = null, rangeMs = null } = draft;
  for (const { title } of panels.slice(MAX_PANELS)) {
    drop(`the panel ${title}`, `a saved dashboard has ${MAX_PANELS} panels at most`);
  }
  return {
    title: titled(draft.title, 'Imported'),
    panels: panels.slice(0, MAX_PANELS).map((panel) => contentOfPanel(panel, drop)),
    variables: variables.slice(0, MAX_NAMES).map((variable) => ({
      ...variable,
      label: variable.label.slice(0, MAX_TITLE),
      ...('options' in variable && { options: variable.options.slice(0, MAX_OPTIONS) }),
    })),
    tags: tags.slice(0, MAX_NAMES).map((tag) => tag.slice(0, MAX_TITLE)),
    refreshMs,
    rangeMs,
  };
}

function contentOfPanel(panel: DraftPanel, drop: Drop): DashboardContent['panels'][number] {
  const {
    title,
    text,
    logs,
    kind,
    unit = '',
    description,
    lines,
    links,
    min,
    max,
    row,
    width,
    height,
  } = panel;
  if (panel.queries.length > MAX_QUERIES) {
    drop(`queries of the panel ${title}`, `a panel of a saved dashboard has ${MAX_QUERIES} at most`);
  }
  return {
    title: titled(title, 'Panel'),
    // What a draft says nothing of are lines over time.
    kind: text === undefined ? ((logs === undefined ? (kind ?? 'timeseries') : 'logs') as PanelKind) : 'text',
    unit,
    queries: panel.queries
      .slice(0, MAX_QUERIES)
      .map((query) => ({ ...query, legend: query.legend.slice(0, MAX_TITLE) })),
    ...(text !== undefined && { text: text.slice(0, MAX_TEXT) }),
    ...(logs !== undefined && { logs }),
    ...(description !== undefined && { description: description.slice(0, MAX_TEXT) }),
    ...(panel.draw && { draw: panel.draw }),
    ...(panel.stacked && { isStacked: true }),
    ...(panel.nulls && { nulls: panel.nulls }),
    ...(lines && { thresholds: lines.slice(0, MAX_QUERIES) }),
    ...(links && { links }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(row !== undefined && { row: row.slice(0, MAX_TITLE) }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

function titled(title: string, otherwise: string): string {
  return title.trim().slice(0, MAX_TITLE) || otherwise;
}
