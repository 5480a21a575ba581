import type { ResolvedVariable } from '@telltale/definition';
import type { DashboardFile, SourceNode, SourceText } from '@telltale/formats';
import { parseDuration } from '@telltale/model';
import type { DefinitionDraft, DraftDashboard, DraftPanel } from './definition-draft.ts';
import { draftPanel } from './draft-panel.ts';
import { draftVariables } from './draft-variables.ts';
import { freeTitle } from './free-title.ts';

/** Takes the panels of a dashboard over that show PromQL, with the variables that a definition has, too. */
export function draftDashboard(dashboard: DashboardFile, source: SourceText, draft: DefinitionDraft): void {
  const lineOf = (node: SourceNode) => `${source.file}:${source.positionAt(node.start).line}`;
  const variables = draftedVariables(dashboard, lineOf, draft);
  const panels: DraftPanel[] = [];
  for (const panel of dashboard.panels) {
    const place = lineOf(panel.node);
    const drop = (what: string, reason: string) => draft.drop(place, what, reason);
    const drafted = draftPanel(panel, { dashboard, variables, drop });
    if (drafted) panels.push({ ...drafted, title: freeTitle(drafted.title, panels) });
  }
  if (panels.length === 0) return;
  draft.dashboards.push({
    title: freeTitle(dashboard.title?.text() ?? 'Imported', draft.dashboards),
    panels,
    ...(variables.length > 0 && { variables }),
    ...timesOf(dashboard),
  });
}

function draftedVariables(
  dashboard: DashboardFile,
  lineOf: (node: SourceNode) => string,
  draft: DefinitionDraft,
): readonly ResolvedVariable[] {
  return draftVariables(dashboard).flatMap((one) => {
    if (one.isKept) return [one.variable];
    const { name, node } = one.source;
    draft.drop(
      lineOf(node),
      `the variable ${name}`,
      `${one.reason}; panels show all of what it could choose`,
    );
    return [];
  });
}

/** What the dashboard says of itself beside its panels. */
function timesOf({ body, refresh }: DashboardFile): Pick<DraftDashboard, 'tags' | 'refreshMs' | 'rangeMs'> {
  const tags = body.get('tags')?.texts() ?? [];
  const refreshMs = parseDuration(refresh?.text() ?? '') ?? 0;
  const from = (body.at('time', 'from') ?? body.at('timeSettings', 'from'))?.text() ?? '';
  const rangeMs = parseDuration(/^now-(\w+)$/.exec(from)?.[1] ?? '') ?? 0;
  return {
    ...(tags.length > 0 && { tags }),
    ...(refreshMs >= 1000 && { refreshMs }),
    ...(rangeMs >= 1000 && { rangeMs }),
  };
}
