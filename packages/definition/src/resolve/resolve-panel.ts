import type { Expr } from '@telltale/model';
import { TelltaleError, formatDuration, parseDuration } from '@telltale/model';
import type {
  MultiQueryPanel,
  PanelDeclaration,
  SingleQueryPanel,
} from '../dashboards/dashboard-declaration.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { given } from '../options/given.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedPanel, ResolvedPanelQuery, ResolvedThreshold } from '../resolved.ts';
import { baselineOf } from './baseline.ts';
import type { PanelContext } from './panel-context.ts';
import { resolveQuery } from './resolve-query.ts';

const PLAIN_UNITS: ReadonlySet<string> = new Set(['seconds', 'bytes', 'ratio']);
/** The options of a panel. */
export const PANEL_OPTIONS = [
  'query',
  'queries',
  'legend',
  'unit',
  'kind',
  'description',
  'threshold',
  'row',
  'baseline',
  'links',
  'min',
  'max',
];

/** A panel, and the row that its role gives it. */
export interface ShownPanel extends ResolvedPanel {
  readonly role?: string | undefined;
}

/** A panel with all that the definition tells of it. Throws `TT_DEFINITION_INVALID` where it cannot be drawn. */
export function resolvePanel(
  title: string,
  declared: PanelDeclaration,
  context: QueryContext,
  about: PanelContext,
): ShownPanel {
  if (!isPanel(declared)) {
    throw new TelltaleError('TT_DEFINITION_INVALID', 'this is no panel: write a query, or { query: … }');
  }
  const panel = isQuery(declared) ? { query: declared } : declared;
  const series = 'queries' in panel ? severalQueries(panel) : [singleQuery(panel)];
  const first = series[0]?.query;
  checkUnit(panel.unit, first?.unit ?? '');
  const exprs = series.map(({ query }) => resolveQuery(query, context).expr);
  const alerted = about.thresholdsOf(exprs);
  const own = panel.threshold ?? first?.threshold;
  const threshold = own ?? alerted[0]?.value;
  const thresholds = withOwnLine(alerted, own, exprs[0]);
  const { baseline, row, links, min, max } = panel;
  const earlier = baseline === undefined ? [] : series.map((one) => baselineOf(one, baseline));
  const metrics = about.namesOf(exprs);
  return {
    title,
    kind: panel.kind ?? (exprs.length === 1 ? about.kindOf(exprs[0]) : 'timeseries'),
    unit: panel.unit ?? first?.unit ?? '',
    description: panel.description ?? about.describe(exprs),
    queries: [
      ...series.map((one) => resolvePanelQuery(one, context)),
      ...earlier.map((one) => ({ ...resolvePanelQuery(one, context), isBaseline: true })),
    ],
    ...(baseline !== undefined && { baselineMs: parseDuration(baseline) }),
    ...(threshold !== undefined && { threshold }),
    ...(thresholds.length > 0 && { thresholds }),
    ...(row !== undefined && { row }),
    ...(links && { links }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(metrics.length > 0 && { metrics }),
    ...(exprs.length > 0 && { role: about.rowOf(exprs[0]) }),
  };
}

/** Where alerts fire, and the panel's own line where none fires there; ascending. */
function withOwnLine(
  alerted: readonly ResolvedThreshold[],
  value: number | undefined,
  expr: Expr | undefined,
): readonly ResolvedThreshold[] {
  if (value === undefined || alerted.some((one) => one.value === value)) return alerted;
  const isBelow = expr?.kind === 'binary' && expr.op.startsWith('<');
  const own: ResolvedThreshold = { value, severity: 'warning', isBad: isBelow ? 'below' : 'above' };
  return [...alerted, own].toSorted((a, b) => a.value - b.value);
}

/** Refuses a plain unit that the values do not have: nothing is converted. */
function checkUnit(shown: string | undefined, unit: string): void {
  if (shown === undefined || shown === unit || unit === '') return;
  if (!PLAIN_UNITS.has(shown) && !PLAIN_UNITS.has(unit)) return;
  throw new TelltaleError(
    'TT_DEFINITION_INVALID',
    `the values are ${unit}, and would be shown as ${shown}: leave the unit out, or write '${unit}'`,
  );
}

/** A range that nobody writes: where it stands in a text, the query says `'auto'`. */
const MARKER_MS = 999_983;

function resolvePanelQuery({ query, legend }: PanelSeries, context: QueryContext): ResolvedPanelQuery {
  const { text } = resolveQuery(query, context);
  const marked = resolveQuery(query, { ...context, autoRangeMs: MARKER_MS }).text;
  const adaptive = marked.replaceAll(`[${formatDuration(MARKER_MS)}]`, '[$__rate_interval]');
  return { query: text, legend, ...(adaptive !== marked && { adaptive }) };
}

/** Whether it can be drawn; a definition that was never compiled can hold anything. */
export function isPanel(declared: unknown): boolean {
  if (typeof declared !== 'object' || declared === null) return false;
  return isQuery(declared) || 'queries' in declared || ('query' in declared && isQuery(declared.query));
}

interface PanelSeries {
  readonly query: AnyQuery;
  readonly legend: string;
}

function singleQuery({ query, legend }: SingleQueryPanel): PanelSeries {
  return { query, legend: legend ?? labelLegend(query) };
}

function severalQueries({ queries }: MultiQueryPanel): PanelSeries[] {
  return Object.entries(given(queries)).map(([name, query]) => ({
    query,
    legend: [name, labelLegend(query)].filter((part) => part !== '').join(' '),
  }));
}

function labelLegend({ groupedBy }: AnyQuery): string {
  return groupedBy.map((label) => `{{${label}}}`).join(' ');
}
