import type { ResolvedPanel } from '@telltale/definition';
import type { GridPosition } from './dashboard-model.ts';

const COLUMNS = 24;
const ROW_HEIGHT = 1;

const SIZES: Readonly<Record<ResolvedPanel['kind'], Pick<GridPosition, 'w' | 'h'>>> = {
  stat: { w: 6, h: 4 },
  gauge: { w: 6, h: 6 },
  'bar-gauge': { w: 12, h: 8 },
  timeseries: { w: 12, h: 8 },
  heatmap: { w: 12, h: 8 },
  pie: { w: 12, h: 8 },
  'state-timeline': { w: 12, h: 8 },
  text: { w: 24, h: 4 },
  table: { w: 24, h: 8 },
  logs: { w: 24, h: 10 },
};

/** A place on the grid: of a panel, or of the title of the row that follows. */
export type GridItem =
  | { readonly kind: 'panel'; readonly panel: ResolvedPanel; readonly position: GridPosition }
  | { readonly kind: 'row'; readonly title: string; readonly position: GridPosition };

/**
 * Lays panels out from left to right, line by line, without gaps that could be avoided and without
 * overlap. Panels without a row stand first; those of a row stand under its title.
 */
export function layOutPanels(panels: readonly ResolvedPanel[]): readonly GridItem[] {
  const rows = new Map<string | undefined, ResolvedPanel[]>([[undefined, []]]);
  for (const panel of panels) {
    const row = rows.get(panel.row);
    if (row) row.push(panel);
    else rows.set(panel.row, [panel]);
  }
  const items: GridItem[] = [];
  let y = 0;
  for (const [title, ofRow] of rows) {
    if (title !== undefined) {
      items.push({ kind: 'row', title, position: { x: 0, y, w: COLUMNS, h: ROW_HEIGHT } });
      y += ROW_HEIGHT;
    }
    for (const line of linesOf(ofRow)) {
      items.push(...lineAt(line, y));
      y += Math.max(...line.map((panel) => sizeOf(panel).h));
    }
  }
  return items;
}

/** Panels of one height that fit side by side. */
function linesOf(panels: readonly ResolvedPanel[]): readonly (readonly ResolvedPanel[])[] {
  const lines: ResolvedPanel[][] = [];
  for (const panel of panels) {
    const line = lines.at(-1);
    const size = sizeOf(panel);
    const isSameHeight = line !== undefined && sizeOf(line[0]).h === size.h;
    const used = line?.reduce((sum, one) => sum + sizeOf(one).w, 0) ?? 0;
    if (line && isSameHeight && used + size.w <= COLUMNS) line.push(panel);
    else lines.push([panel]);
  }
  return lines;
}

/** Grafana's columns and rows are half of those of the definition; what suits the kind by default. */
function sizeOf({ kind, width, height }: ResolvedPanel): Pick<GridPosition, 'w' | 'h'> {
  const { w, h } = SIZES[kind];
  return { w: width === undefined ? w : width * 2, h: height === undefined ? h : height * 2 };
}

/** The panels of a line share its width as their sizes do, unless one has a width of its own. */
function lineAt(line: readonly ResolvedPanel[], y: number): readonly GridItem[] {
  const total = line.reduce((sum, panel) => sum + sizeOf(panel).w, 0);
  const isAsSaid = line.some(({ width }) => width !== undefined);
  let x = 0;
  return line.map((panel, index) => {
    const size = sizeOf(panel);
    const rest = index === line.length - 1 ? COLUMNS - x : Math.floor((size.w * COLUMNS) / total);
    const w = isAsSaid ? size.w : rest;
    const position = { x, y, w, h: size.h };
    x += w;
    return { kind: 'panel', panel, position };
  });
}
