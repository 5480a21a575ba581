import type { ResolvedDashboard, ResolvedDefinition } from '@telltale/definition';
import { code, inline, table } from './markdown.ts';

/** Every dashboard with its panels and what they show. */
export function dashboardsPage({ service, dashboards }: ResolvedDefinition): string {
  const sections = dashboards.map(dashboardSection);
  return `${[`# Dashboards of ${inline(service)}`, ...(sections.length > 0 ? sections : ['None.'])].join('\n\n')}\n`;
}

function dashboardSection({ title, panels }: ResolvedDashboard): string {
  const rows = panels.map(({ title: panel, description = '', unit, queries }) => [
    inline(panel),
    inline(description),
    unit || '–',
    queries.map(({ query }) => code(query)).join('<br>'),
  ]);
  return `## ${inline(title)}\n\n${table(['Panel', 'Shows', 'Unit', 'Query'], rows)}`;
}
