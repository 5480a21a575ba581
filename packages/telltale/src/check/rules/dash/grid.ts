import type { CheckRule } from '../../check-rule.ts';
import type { DashboardFilePanel, SourceNode } from '@telltale/formats';
import type { RuleFinding } from '../../finding.ts';
import { dashboardFiles, examplePanel } from '../examples/example-dashboard.ts';
import type { GrafanaDashboard } from './panels.ts';
import { grafanaDashboards } from './panels.ts';

/** Panels without a place, or on the place of another. */
export const dashGrid: CheckRule = {
  id: 'dash/grid',
  severity: 'warning',
  preset: 'strict',
  why: 'Grafana moves such panels at load: people see another order than was meant.',
  doc: 'A panel of a classic dashboard has no `gridPos`, reaches beyond the 24 columns, or covers another panel. Panels inside folded rows are compared among themselves; the old form with rows of spans has no grid.',
  examples: [
    {
      wrong: dashboardFiles({ panel: { gridPos: { x: 20, y: 0, w: 12, h: 8 } } }),
      right: dashboardFiles({}),
    },
    {
      wrong: dashboardFiles({ morePanels: [{ ...examplePanel(2), gridPos: { x: 6, y: 4, w: 12, h: 8 } }] }),
      right: dashboardFiles({ morePanels: [{ ...examplePanel(2), gridPos: { x: 12, y: 0, w: 12, h: 8 } }] }),
    },
    {
      wrong: dashboardFiles({ panel: { gridPos: {} } }),
      right: dashboardFiles({
        board: {
          panels: [],
          rows: [{ title: 'Load', panels: [{ ...examplePanel(1), gridPos: {}, span: 12 }] }],
        },
      }),
    },
  ],
  *run(workspace) {
    for (const dashboard of grafanaDashboards(workspace)) {
      if (dashboard.parsed.form === 'classic') yield* faultsOf(dashboard);
    }
  },
};

const COLUMNS = 24;

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly title: string;
}

function* faultsOf({ panels }: GrafanaDashboard): Iterable<RuleFinding> {
  const placed = new Map<SourceNode | undefined, Cell[]>();
  for (const panel of panels) {
    const { parsed, title } = panel;
    // Rows of the old form have spans, not a grid.
    if (!parsed || (parsed.foldedInto && !parsed.grid?.entries().length)) continue;
    const cell = cellOf(parsed, title);
    const place = panel.placeOf('grid');
    if (!cell) {
      yield { place, message: 'the panel has no gridPos', fix: 'give it x, y, w and h on the 24 columns' };
      continue;
    }
    const others = placed.get(parsed.foldedInto) ?? [];
    const covered = others.find((other) => overlaps(cell, other));
    if (cell.w < 1 || cell.x < 0 || cell.x + cell.w > COLUMNS) {
      yield {
        place,
        message: `the panel reaches beyond the ${COLUMNS} columns`,
        fix: 'make x + w at most 24',
      };
    } else if (covered) {
      yield { place, message: `the panel covers ${covered.title}`, fix: 'move one of them' };
    }
    others.push(cell);
    placed.set(parsed.foldedInto, others);
  }
}

function cellOf({ grid }: DashboardFilePanel, title: string): Cell | undefined {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((key) => grid?.get(key)?.number());
  if (w === undefined || h === undefined) return undefined;
  return { x: x ?? 0, y: y ?? 0, w, h, title };
}

function overlaps(a: Cell, b: Cell): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
