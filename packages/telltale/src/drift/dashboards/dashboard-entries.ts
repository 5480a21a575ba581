import type { DashboardFilePanel, SourceNode } from '@telltale/formats';
import { parseDashboard, parseSourceTree } from '@telltale/formats';
import { canonicalQuery } from '../canonical-query.ts';
import { numbered } from '../compare-entries.ts';
import type { DriftEntry } from '../drift-entry.ts';

/** The panels of a dashboard by title, with what they ask; who looks at it may move and fold them. */
export function dashboardEntries(text: string, file: string): readonly DriftEntry[] {
  const [root] = parseSourceTree(text, file).roots;
  const parsed = root && parseDashboard(root);
  if (parsed === undefined) return [];
  const title = textOf(parsed.title);
  return numbered(parsed.panels.map((panel) => entryOf(title, panel)));
}

function entryOf(dashboard: string, panel: DashboardFilePanel): DriftEntry {
  const title = textOf(panel.title);
  const queries = panel.targets.map(({ expr }) => canonicalQuery(textOf(expr))).toSorted();
  return {
    key: `${panel.row ?? ''}/${title}`,
    title: `panel ${title} of the dashboard ${dashboard}`,
    facts: { type: textOf(panel.type), unit: textOf(panel.unit), queries: queries.join(' ; ') },
  };
}

function textOf(node: SourceNode | undefined): string {
  return node?.text() ?? '';
}
