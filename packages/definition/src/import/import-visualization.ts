import type { ImportNotes, Mapping } from './import-notes.ts';
import { isMapping, listAt } from './import-notes.ts';

/** The panels that the preset has queries for, by dashboard. */
const PANELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Performance', ['Request Latency', 'Throughput']],
  ['Resources', ['CPU Usage', 'Memory Usage']],
]);

/** The section `monitoring.visualization`: dashboards that the preset has already, with queries. */
export function noteVisualization(visualization: Mapping, notes: ImportNotes): void {
  const path = 'monitoring.visualization';
  notes.unread(visualization, ['type', 'dashboards'], path);
  const { type = 'grafana' } = visualization;
  if (type !== 'grafana')
    notes.dropped(`${path}.type`, `${JSON.stringify(type)} is none of ours: grafana is`);
  for (const [index, dashboard] of listAt(
    visualization,
    'dashboards',
    `${path}.dashboards`,
    notes,
  ).entries()) {
    const place = `${path}.dashboards.${index}`;
    if (isMapping(dashboard)) noteDashboard(dashboard, place, notes);
    else notes.dropped(place, 'a dashboard is a mapping of name and panels');
  }
}

function noteDashboard(dashboard: Mapping, path: string, notes: ImportNotes): void {
  const known = PANELS.get(String(dashboard.name));
  if (!known) {
    notes.dropped(
      path,
      `the preset has no dashboard ${JSON.stringify(dashboard.name)}, and here it has no queries`,
    );
    return;
  }
  for (const [index, panel] of listAt(dashboard, 'panels', `${path}.panels`, notes).entries()) {
    notePanel(panel, known, `${path}.panels.${index}`, notes);
  }
}

function notePanel(panel: unknown, known: readonly string[], path: string, notes: ImportNotes): void {
  const { title, type } = isMapping(panel) ? panel : {};
  if (!known.some((name) => name === title)) {
    notes.dropped(path, `the preset has no panel ${JSON.stringify(title)}, and here it has no query`);
  } else if (type === 'graph') {
    notes.repaired(`${path}.type`, 'Grafana has no panel graph any more: made timeseries');
  } else if (type === 'gauge') {
    notes.repaired(`${path}.type`, 'a rate has no end that a gauge could show: made timeseries');
  }
}
