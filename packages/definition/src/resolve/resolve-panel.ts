import type { Expr, FilePosition } from '@telltale/model';
import { TelltaleError, parseDuration, parseLogQuery } from '@telltale/model';
import type {
  LogsPanel,
  MultiQueryPanel,
  PanelDeclaration,
  PanelLine,
  PanelSize,
  SingleQueryPanel,
  TextPanel,
} from '../dashboards/dashboard-declaration.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedPanel, ResolvedThreshold } from '../resolved.ts';
import { baselineOf } from './baseline.ts';
import type { PanelContext } from './panel-context.ts';
import { resolvePanelQuery, seriesOfPanel } from './panel-series.ts';
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
  'draw',
  'stacked',
  'nulls',
  'text',
  'logs',
  'width',
  'height',
  'position',
];

/** A panel, and the row that its role gives it. */
export interface ShownPanel extends ResolvedPanel {
  readonly role?: string | undefined;
}

/** What a panel is resolved in. */
export interface PanelScope {
  readonly context: QueryContext;
  readonly about: PanelContext;
  /** Names of the dashboard's variables that stand for ranges. */
  readonly intervals: readonly string[];
  /** Where the panel is declared as far as its dashboard knows. */
  readonly position?: FilePosition | undefined;
}

/** A panel with all that the definition tells of it. Throws `TT_DEFINITION_INVALID` where it cannot be drawn. */
export function resolvePanel(title: string, declared: PanelDeclaration, scope: PanelScope): ShownPanel {
  if (!isPanel(declared)) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      "this is no panel: write a query, { query: … }, { logs: '…' }, or { text: '…' }",
    );
  }
  const panel = isQuery(declared) ? { query: declared } : declared;
  if ('text' in panel) return textPanel(title, panel, scope);
  return 'logs' in panel ? logsPanel(title, panel, scope) : queryPanel(title, panel, scope);
}

function logsPanel(title: string, panel: LogsPanel, scope: PanelScope): ShownPanel {
  const { logs, description = '', row, links } = panel;
  const place = panel.position ?? scope.position;
  // Variables stand where values do, and are words for the parser.
  parseLogQuery(logs);
  return {
    title,
    kind: 'logs',
    unit: '',
    description,
    queries: [],
    logs,
    ...(row !== undefined && { row }),
    ...(links && { links }),
    ...sizeOf(panel),
    ...(place && { position: place }),
  };
}

function textPanel(title: string, panel: TextPanel, scope: PanelScope): ShownPanel {
  const { text, row, position } = panel;
  const place = position ?? scope.position;
  return {
    title,
    kind: 'text',
    unit: '',
    description: text.split('\n')[0],
    queries: [],
    text,
    ...(row !== undefined && { row }),
    ...sizeOf(panel),
    ...(place && { position: place }),
  };
}

function queryPanel(
  title: string,
  panel: SingleQueryPanel | MultiQueryPanel,
  { context, about, intervals, position }: PanelScope,
): ShownPanel {
  const series = seriesOfPanel(panel);
  const first = series[0]?.query;
  checkUnit(panel.unit, first?.unit ?? '');
  const exprs = series.map(({ query }) => resolveQuery(query, context).expr);
  const { baseline } = panel;
  const earlier =
    baseline === undefined ? [] : series.map((one) => ({ ...one, ...baselineOf(one, baseline) }));
  const metrics = about.namesOf(exprs);
  const right = series.find(({ axis }) => axis === 'right');
  const place = panel.position ?? first?.position ?? position;
  return {
    title,
    kind: panel.kind ?? (exprs.length === 1 ? about.kindOf(exprs[0]) : 'timeseries'),
    unit: panel.unit ?? first?.unit ?? '',
    description: panel.description ?? about.describe(exprs),
    queries: [
      ...series.map((one) => resolvePanelQuery(one, context, intervals)),
      ...earlier.map((one) => ({ ...resolvePanelQuery(one, context, intervals), isBaseline: true })),
    ],
    ...(baseline !== undefined && { baselineMs: parseDuration(baseline) }),
    ...(right && { rightUnit: right.query.unit || (panel.unit ?? first?.unit ?? '') }),
    ...displayOf(panel),
    ...linesOf(panel, first, exprs, about),
    ...(metrics.length > 0 && { metrics }),
    ...(exprs.length > 0 && { role: about.rowOf(exprs[0]) }),
    ...(place && { position: place }),
  };
}

function displayOf({
  row,
  links,
  min,
  max,
  draw,
  stacked,
  nulls,
  ...size
}: SingleQueryPanel | MultiQueryPanel): Partial<ResolvedPanel> {
  return {
    ...(row !== undefined && { row }),
    ...(links && { links }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(draw !== undefined && { draw }),
    ...(stacked && { isStacked: true }),
    ...(nulls !== undefined && { nulls }),
    ...sizeOf(size),
  };
}

function sizeOf({ width, height }: PanelSize): PanelSize {
  return { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}

/** Where alerts fire, and the panel's own lines where none fires there; ascending. */
function linesOf(
  { threshold: declared }: SingleQueryPanel | MultiQueryPanel,
  first: AnyQuery | undefined,
  exprs: readonly Expr[],
  about: PanelContext,
): Pick<ResolvedPanel, 'threshold' | 'thresholds'> {
  const alerted = about.thresholdsOf(exprs);
  const own = ownLines(declared, first, exprs[0]);
  const added = own.filter(({ value }) => !alerted.some((alert) => alert.value === value));
  const thresholds = [...alerted, ...added].toSorted((a, b) => a.value - b.value);
  const threshold = own[0]?.value ?? alerted[0]?.value;
  return {
    ...(threshold !== undefined && { threshold }),
    ...(thresholds.length > 0 && { thresholds }),
  };
}

/** The lines that a panel asks for; else that of a compared query. */
function ownLines(
  declared: PanelLine | readonly PanelLine[] | undefined,
  first: AnyQuery | undefined,
  expr: Expr | undefined,
): readonly ResolvedThreshold[] {
  if (declared !== undefined) return [declared].flat().map(lineOf);
  const value = first?.threshold;
  if (value === undefined) return [];
  const isBelow = expr?.kind === 'binary' && expr.op.startsWith('<');
  return [{ value, severity: 'warning', isBad: isBelow ? 'below' : 'above' }];
}

function lineOf(line: PanelLine): ResolvedThreshold {
  if (typeof line === 'number') return { value: line, severity: 'warning', isBad: 'above' };
  const { severity = 'warning' } = line;
  return 'below' in line
    ? { value: line.below, severity, isBad: 'below' }
    : { value: line.above, severity, isBad: 'above' };
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

/** Whether it can be drawn; a definition that was never compiled can hold anything. */
export function isPanel(declared: unknown): boolean {
  if (typeof declared !== 'object' || declared === null) return false;
  return (
    isQuery(declared) ||
    'queries' in declared ||
    ('query' in declared && isQuery(declared.query)) ||
    ('text' in declared && typeof declared.text === 'string') ||
    ('logs' in declared && typeof declared.logs === 'string')
  );
}
