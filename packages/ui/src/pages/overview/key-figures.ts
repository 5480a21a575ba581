import type { Dashboard, Panel } from '@telltale/station/contract';

/** A panel that is shown as a tile, with a key that is stable over refreshes. */
export interface KeyFigure {
  readonly key: string;
  readonly panel: Panel;
}

const PERCENTILE_95 = /95/;

/**
 * The numbers at the top of the overview: the `stat` panels of the definition's dashboards. Where
 * there are none, rate, errors and duration of the first dashboard that charts all three.
 */
export function keyFigures(dashboards: readonly Dashboard[]): readonly KeyFigure[] {
  const defined = dashboards.filter((dashboard) => dashboard.origin === 'definition');
  const stats = defined.flatMap((dashboard) => figuresOf(dashboard, statPanels(dashboard)));
  if (stats.length > 0) return stats;
  for (const dashboard of defined) {
    const panels = redPanels(dashboard.panels);
    if (panels !== undefined) return figuresOf(dashboard, panels);
  }
  return [];
}

function statPanels(dashboard: Dashboard): readonly Panel[] {
  return dashboard.panels.filter((panel) => panel.kind === 'stat');
}

function redPanels(panels: readonly Panel[]): readonly Panel[] | undefined {
  const rate = panels.find((panel) => panel.unit === 'per_second');
  const errors = panels.find((panel) => panel.unit === 'ratio');
  const durations = panels.filter((panel) => panel.unit === 'seconds');
  const duration = durations.find((panel) => PERCENTILE_95.test(panel.title)) ?? durations[0];
  if (rate === undefined || errors === undefined || duration === undefined) return undefined;
  return [rate, errors, duration];
}

function figuresOf(dashboard: Dashboard, panels: readonly Panel[]): readonly KeyFigure[] {
  return panels.map((panel) => ({ key: `${dashboard.slug}/${panel.title}`, panel }));
}
