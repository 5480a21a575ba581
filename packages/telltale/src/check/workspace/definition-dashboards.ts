import type { ResolvedDashboard, ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import { fillVariables } from '@telltale/formats';
import type { FilePosition } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedQuery } from './checked-query.ts';
import { queryAt } from './definition-queries.ts';
import type { CheckedDashboard, CheckedPanel } from './grafana-dashboard.ts';

/** The dashboards of a definition, each panel where it is declared as far as that is known. */
export function dashboardsOfDefinition(definition: ResolvedDefinition): readonly CheckedDashboard[] {
  const start: FilePosition = { file: definition.file ?? 'telltale.config.ts', line: 1, column: 1 };
  return definition.dashboards.map((dashboard) => checkedDashboard(dashboard, start));
}

function checkedDashboard(dashboard: ResolvedDashboard, position: FilePosition): CheckedDashboard {
  const { title } = dashboard;
  const place = placeOfText(title, position, `dashboard ${title}`);
  return {
    origin: 'definition',
    title,
    uid: dashboard.slug,
    file: position.file,
    refreshMs: undefined,
    panels: dashboard.panels.map((panel) => checkedPanel(panel, dashboard, position)),
    parsed: undefined,
    isInKubernetes: false,
    isExample: false,
    placeOf: () => place,
    placeIn: () => place,
  };
}

function checkedPanel(
  { title, kind, unit, description, queries, max, position: own }: ResolvedPanel,
  dashboard: ResolvedDashboard,
  start: FilePosition,
): CheckedPanel {
  const position = own ?? start;
  const subject = `panel ${title} of ${dashboard.title}`;
  return {
    title,
    type: kind,
    unit,
    description: description ?? '',
    max,
    datasource: 'prometheus',
    targets: queries.map(({ query: text, legend }) => {
      const query = filledQuery(text, dashboard, position, subject);
      const placeOf = (
        part: 'expr' | 'legend' | 'refId',
        range = { start: 0, end: text.length },
      ): FindingPlace => (part === 'expr' ? query.placeOf(range) : placeOfText(legend, position, subject));
      return { text, query, legend, isHidden: false, datasource: 'prometheus', placeOf };
    }),
    parsed: undefined,
    placeOf: () => placeOfText(title, position, subject),
  };
}

/** The query with the variables of its dashboard filled in: nothing is concluded from what is chosen. */
function filledQuery(
  text: string,
  { variables = [] }: ResolvedDashboard,
  position: FilePosition,
  subject: string,
): CheckedQuery {
  const valuesOf = (wanted: string): readonly string[] => {
    const variable = variables.find(({ name }) => name === wanted);
    return variable && 'options' in variable ? variable.options : [];
  };
  const filled = fillVariables(text, valuesOf);
  return queryAt(filled.text, 'panel', position, subject, (range) => {
    const { start, end } = filled.rangeOf(range);
    return text.slice(start, end) !== filled.text.slice(range.start, range.end);
  });
}

function placeOfText(text: string, position: FilePosition, subject: string): FindingPlace {
  return { position, excerpt: { line: text, start: 0, end: Math.max(1, text.length) }, subject };
}
