import type { DashboardContent, WrittenPanel } from '@telltale/station/contract';

/** A panel of a draft, with a name that stays the same wherever it is moved to. */
export interface DraftPanel {
  readonly id: string;
  readonly panel: WrittenPanel;
}

/** A dashboard while it is being written. */
export interface Draft extends Omit<DashboardContent, 'panels'> {
  readonly panels: readonly DraftPanel[];
}

/** Twelfths of the page, and rows. */
export const MOST = 12;
/** How wide and high a panel is where it does not say so. */
const USUAL_SIZES: Readonly<Record<WrittenPanel['kind'], readonly [width: number, height: number]>> = {
  timeseries: [6, 4],
  stat: [3, 2],
  gauge: [3, 2],
  'bar-gauge': [4, 4],
  table: [6, 4],
  heatmap: [6, 4],
  pie: [4, 4],
  'state-timeline': [6, 4],
  text: [12, 1],
  logs: [12, 5],
};

/** Nothing yet. */
export const EMPTY_CONTENT: DashboardContent = {
  title: '',
  panels: [],
  variables: [],
  tags: [],
  refreshMs: null,
  rangeMs: null,
};

/** A dashboard to be written on. */
export function draftOf(content: DashboardContent): Draft {
  return { ...content, panels: content.panels.map((panel, index) => ({ id: String(index), panel })) };
}

/** What is saved of a draft. */
export function contentOf(draft: Draft): DashboardContent {
  return { ...draft, panels: draft.panels.map(({ panel }) => panel) };
}

/** A panel that is not among the others yet. */
export function added(draft: Draft, panel: WrittenPanel): { readonly draft: Draft; readonly id: string } {
  const id = freeId(draft);
  return { draft: { ...draft, panels: [...draft.panels, { id, panel }] }, id };
}

/** The same panel once more, behind itself. */
export function duplicated(draft: Draft, id: string): Draft {
  const at = placeOf(draft, id);
  if (at < 0) return draft;
  const copy = { id: freeId(draft), panel: draft.panels[at].panel };
  return { ...draft, panels: draft.panels.toSpliced(at + 1, 0, copy) };
}

/** Without a panel. */
export function removed(draft: Draft, id: string): Draft {
  return { ...draft, panels: draft.panels.filter((one) => one.id !== id) };
}

/** A panel that was removed, where it was. */
export function restored(draft: Draft, panel: DraftPanel, at: number): Draft {
  const isThere = draft.panels.some(({ id }) => id === panel.id);
  const back = isThere ? { ...panel, id: freeId(draft) } : panel;
  return { ...draft, panels: draft.panels.toSpliced(at, 0, back) };
}

/** With a panel changed. */
export function changed(draft: Draft, id: string, panel: WrittenPanel): Draft {
  return { ...draft, panels: draft.panels.map((one) => (one.id === id ? { id, panel } : one)) };
}

/** A panel moved to a place; it comes into the row of those that it is moved between. */
export function movedTo(draft: Draft, id: string, to: number): Draft {
  const from = placeOf(draft, id);
  if (from < 0) return draft;
  const moving = draft.panels[from];
  const rest = draft.panels.toSpliced(from, 1);
  const at = Math.min(Math.max(to, 0), rest.length);
  const neighbour = at > from ? rest.at(at - 1) : rest.at(at);
  const panel = at === from ? moving.panel : inRow(moving.panel, neighbour?.panel.row);
  return { ...draft, panels: rest.toSpliced(at, 0, { id, panel }) };
}

/** A panel moved so many places further; where a row begins or ends, it first changes the row alone. */
export function movedBy(draft: Draft, id: string, by: -1 | 1): Draft {
  const from = placeOf(draft, id);
  const neighbour = draft.panels.at(from + by);
  if (from < 0 || from + by < 0 || neighbour === undefined) return draft;
  const { panel } = draft.panels[from];
  if (neighbour.panel.row !== panel.row) return changed(draft, id, inRow(panel, neighbour.panel.row));
  return movedTo(draft, id, from + by);
}

/** A panel made wider or narrower, higher or lower. */
export function resized(draft: Draft, id: string, wider: number, higher: number): Draft {
  const found = draft.panels[placeOf(draft, id)] as DraftPanel | undefined;
  if (found === undefined) return draft;
  const [width, height] = sizeOf(found.panel);
  const size = {
    ...(wider !== 0 && { width: bounded(width + wider) }),
    ...(higher !== 0 && { height: bounded(height + higher) }),
  };
  return changed(draft, id, { ...found.panel, ...size });
}

/** How much room a panel takes. */
export function sizeOf({ kind, width, height }: WrittenPanel): readonly [width: number, height: number] {
  const [usualWidth, usualHeight] = USUAL_SIZES[kind];
  return [width ?? usualWidth, height ?? usualHeight];
}

/** Whether a panel is drawn from PromQL. */
export function hasQueries({ kind }: WrittenPanel): boolean {
  return kind !== 'text' && kind !== 'logs';
}

/** Where a panel stands; -1 where it is not there. */
export function placeOf({ panels }: Draft, id: string): number {
  return panels.findIndex((one) => one.id === id);
}

/** The titles of rows, in their order. */
export function rowTitles({ panels }: Draft): readonly string[] {
  return [...new Set(panels.flatMap(({ panel: { row } }) => (row === undefined ? [] : [row])))];
}

/** A panel in a row, or in none. */
export function inRow(panel: WrittenPanel, row: string | undefined): WrittenPanel {
  const { row: _, ...without } = panel;
  return row === undefined || row === '' ? without : { ...without, row };
}

function bounded(size: number): number {
  return Math.min(MOST, Math.max(1, size));
}

function freeId({ panels }: Draft): string {
  return String(Math.max(-1, ...panels.map(({ id }) => Number(id))) + 1);
}
