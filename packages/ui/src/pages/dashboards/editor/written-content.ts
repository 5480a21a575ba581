import type { Dashboard, DashboardContent, WrittenPanel } from '@telltale/station/contract';

const DAY_MS = 86_400_000;
/** How long ago a saved panel may compare with. */
const BASELINES: ReadonlySet<number> = new Set([DAY_MS, 7 * DAY_MS]);

/** A dashboard as somebody would have written it: without what the definition alone knows of it. */
export function writtenContent(dashboard: Dashboard): DashboardContent {
  const { origin: _, slug: __, ...content } = dashboard;
  return { ...content, panels: content.panels.map(writtenPanel) };
}

function writtenPanel(panel: Dashboard['panels'][number]): WrittenPanel {
  const { source: _, metrics: __, baselineMs, ...written } = panel;
  return { ...written, ...(baselineMs !== undefined && BASELINES.has(baselineMs) && { baselineMs }) };
}
