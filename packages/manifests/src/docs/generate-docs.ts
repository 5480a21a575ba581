import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { alertsPage } from './alerts-page.ts';
import { dashboardsPage } from './dashboards-page.ts';
import { metricsPage } from './metrics-page.ts';
import { overviewPage } from './overview-page.ts';
import { runbookPage, runbookPath } from './runbook-page.ts';
import { slosPage } from './slos-page.ts';

/** Generates the pages about metrics, alerts, objectives and dashboards, in Markdown with a diagram. */
export function generateDocs(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const folder = layoutOf(definition).docs;
  const toRunbook = (alert: AlertingRule) => posix.relative(folder, runbookPath(definition, alert));
  const pages: Readonly<Record<string, string>> = {
    'README.md': overviewPage(definition),
    'metrics.md': metricsPage(definition),
    'alerts.md': alertsPage(definition, toRunbook),
    'slos.md': slosPage(definition),
    'dashboards.md': dashboardsPage(definition),
  };
  const header = `<!--\n${fileHeader(definition).join('\n')}\n-->\n\n`;
  return Object.entries(pages).map(([name, text]) => ({ path: `${folder}/${name}`, text: header + text }));
}

/** Generates a page for each runbook that alerts name, of which the part that people wrote is kept. */
export function generateRunbooks(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const alerts = definition.rules.filter((rule) => rule.kind === 'alerting');
  const byPath = Map.groupBy(alerts, (alert) => runbookPath(definition, alert));
  return [...byPath].map(([path, rules]) => runbookPage(definition, path, rules));
}
