import type { PanelDeclaration } from '../dashboards/dashboard-declaration.ts';
import { isQuery } from '../query/any-query.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** Panels that stand next to each other, under a title. */
export function inRow(row: string, panels: Panels): Panels {
  const placed = Object.entries(panels).map(([title, panel]) => [
    title,
    isQuery(panel) ? { query: panel, row } : { ...panel, row },
  ]);
  return Object.fromEntries(placed);
}
