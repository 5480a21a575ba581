import { fillRanges } from '@telltale/definition';
import { SearchSyntaxError, parseDuration, parseLogQuery } from '@telltale/model';
import { PromqlError, analyseExpr, parseExpr } from '@telltale/promql';
import type { DashboardContent, DashboardFault, DashboardVariable, PanelLink } from '../../contract.ts';

const VARIABLE_NAME = /^(?!__)[A-Za-z]\w*$/;
/** More is not worth telling at once. */
const MAX_FAULTS = 50;

/** What is wrong in a dashboard whose shape is right already. */
export function checkContent({ title, panels, variables }: DashboardContent): readonly DashboardFault[] {
  const faults: DashboardFault[] = [];
  if (title.trim() === '') faults.push({ path: 'title', message: 'give the dashboard a title' });
  faults.push(...checkVariables(variables));
  panels.forEach((panel, index) => {
    const path = `panels[${index}]`;
    if (panel.title.trim() === '') faults.push({ path: `${path}.title`, message: 'give the panel a title' });
    if (panel.kind === 'text' && panel.text === undefined) {
      faults.push({ path: `${path}.text`, message: 'a text panel needs a text' });
    }
    if (panel.kind === 'logs') {
      const fault = logQueryFault(panel.logs);
      if (fault) faults.push({ path: `${path}.logs`, ...fault });
    }
    if (panel.kind !== 'text' && panel.kind !== 'logs' && panel.queries.length === 0) {
      faults.push({ path: `${path}.queries`, message: 'give the panel a query' });
    }
    panel.queries.forEach(({ query }, place) => {
      const fault = queryFault(query, variables);
      if (fault) faults.push({ path: `${path}.queries[${place}].query`, ...fault });
    });
    (panel.links ?? []).forEach((link, place) => {
      if (!isSafeLink(link)) {
        faults.push({
          path: `${path}.links[${place}].url`,
          message: 'write an http or https address, or a path that begins with /',
        });
      }
    });
  });
  return faults.slice(0, MAX_FAULTS);
}

/** What the text of a query is wrong in; `$name` may stand in texts, an interval in a range as well. */
export function queryFault(
  query: string,
  variables: readonly DashboardVariable[],
): Omit<DashboardFault, 'path'> | undefined {
  if (query.trim() === '') return { message: 'write a query' };
  const intervals = variables.filter(({ kind }) => kind === 'interval').map(({ name }) => name);
  const filled = fillRanges(query, intervals);
  if (!filled.isSound) return { message: filled.message, from: filled.from, to: filled.to };
  try {
    analyseExpr(parseExpr(filled.text), filled.text);
    return undefined;
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    const { start, end } = error.source;
    return { message: error.message.split('\n', 1)[0], from: start, to: end };
  }
}

/** What a query for log records is wrong in. */
function logQueryFault(query: string | undefined): Omit<DashboardFault, 'path'> | undefined {
  if (query === undefined) return { message: 'write a query for log records, such as level>=error' };
  try {
    parseLogQuery(query);
    return undefined;
  } catch (error) {
    if (!(error instanceof SearchSyntaxError)) throw error;
    return { message: error.message.split('\n', 1)[0] };
  }
}

function checkVariables(variables: readonly DashboardVariable[]): readonly DashboardFault[] {
  const names = new Set<string>();
  return variables.flatMap((variable, index) => {
    const path = `variables[${index}]`;
    const { name } = variable;
    const isTaken = names.has(name);
    names.add(name);
    if (!VARIABLE_NAME.test(name)) {
      const message =
        'a variable is named by letters, digits and underscores, and begins with a letter, not with __';
      return [{ path: `${path}.name`, message }];
    }
    if (isTaken) return [{ path: `${path}.name`, message: `there are two variables ${name}` }];
    return kindFaults(variable, path, variables);
  });
}

function kindFaults(
  variable: DashboardVariable,
  path: string,
  variables: readonly DashboardVariable[],
): readonly DashboardFault[] {
  switch (variable.kind) {
    case 'label-values': {
      const fault = queryFault(variable.of, variables);
      return fault ? [{ path: `${path}.of`, ...fault }] : [];
    }
    case 'interval':
      return variable.options
        .filter((option) => (parseDuration(option) ?? 0) <= 0)
        .map((option) => ({
          path: `${path}.options`,
          message: `${JSON.stringify(option)} is no range: write 5m, 1h and the like`,
        }));
    default:
      return [];
  }
}

/** A link is shown to be clicked: nothing that a browser would run. */
function isSafeLink({ url }: PanelLink): boolean {
  if (/^\/(?![/\\])/.test(url)) return true;
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
