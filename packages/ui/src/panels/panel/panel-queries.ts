import type { Panel, PanelKind } from '@telltale/station/contract';
import type { BoardQuery } from '../../data/board-query.ts';
import { fillQuery } from '../variables/fill-query.ts';
import type { ChosenVariables } from '../variables/fill-query.ts';

/** Kinds that show the present alone. */
const INSTANT_KINDS: ReadonlySet<PanelKind> = new Set(['gauge', 'bar-gauge', 'pie', 'table']);

/** Whether a panel shows only how things are now. */
export function showsPresent(kind: PanelKind): boolean {
  return INSTANT_KINDS.has(kind);
}

/** What a panel asks: its queries with the chosen variables, and again as of its baseline. */
export function panelQueries(panel: Panel, chosen: ChosenVariables): readonly BoardQuery[] {
  const isInstant = showsPresent(panel.kind);
  const present = panel.queries.map((one): BoardQuery => ({
    ...one,
    query: fillQuery(one.query, chosen),
    ...(isInstant && { isInstant }),
  }));
  if (panel.baselineMs === undefined || isInstant) return present;
  const { baselineMs: offsetMs } = panel;
  return [...present, ...present.map((one): BoardQuery => ({ ...one, offsetMs }))];
}
