import type { Shape } from '../faults/shape.ts';
import { NUMBER, YES_OR_NO, fields, isMapping, listOf, mappingOf, text, value } from '../faults/shape.ts';
import { PANEL_KINDS } from '../resolved/resolved-dashboards.ts';
import { isQuery } from '../query/any-query.ts';

/*
 * What the things that callbacks return must be to be worked with; durations, queries and what belongs to a choice are
 * checked where they are read.
 */

const TEXT = text();
const QUERY = value(isQuery, "write a query, as in m.orders_total.rate('5m')");
const LABELS = mappingOf(text("write the label's value as text"), "write labels: { team: 'shop' }");
const KINDS: readonly unknown[] = PANEL_KINDS;
const SEVERITIES: readonly unknown[] = ['info', 'warning', 'critical'];
const MAX_WIDTH = 12;
const MAX_HEIGHT = 12;
const DRAWN: readonly unknown[] = ['lines', 'area', 'bars'];
const NULLS: readonly unknown[] = ['gap', 'connected', 'zero'];
const PLACED_QUERY = fields(
  { query: QUERY, axis: oneOf(['left', 'right']) },
  "write a query, or { query: …, axis: 'right' }",
);
const QUERY_OR_PLACED: Shape = (given, place) => {
  if (isMapping(given) && !isQuery(given)) PLACED_QUERY(given, place);
  else QUERY(given, place);
};

/** Of an alert, as `alert` makes it. */
export const ALERT_SHAPE: Shape = fields(
  { severity: TEXT, runbook: TEXT, labels: LABELS, shadow: YES_OR_NO, group: TEXT },
  'write alert({ … })',
);

/** Of a recording that is no plain query. */
export const RECORDING_SHAPE: Shape = fields({ labels: LABELS }, 'write { query: … }');

/** Of a saved query that is no plain query. */
export const SAVED_QUERY_SHAPE: Shape = fields({ help: TEXT, unit: TEXT }, "write { query: …, help: '…' }");

/** Of an objective. */
export const SLO_SHAPE: Shape = fields(
  { objective: NUMBER, runbook: TEXT, minEvents: NUMBER },
  "write { objective: 99.9, window: '30d', noTraffic: 'good', bad: …, total: … }",
);

/** Of the panels of a dashboard. */
export const DASHBOARD_SHAPE: Shape = value(
  (one) => typeof one === 'object' && one !== null && !Array.isArray(one) && !isQuery(one),
  'write panels by title: { Orders: m.orders_total.rate(…) }',
);

/** Of the words to find a dashboard by. */
export const TAGS_SHAPE: Shape = (given, place) => {
  if (given !== undefined) listOf(TEXT, "write a list of words: ['shop']")(given, place);
};

/** Of a panel that is no plain query. */
export const PANEL_SHAPE: Shape = fields(
  {
    query: QUERY,
    queries: mappingOf(QUERY_OR_PLACED, 'write queries by name: { p95: … }'),
    legend: TEXT,
    unit: TEXT,
    kind: oneOf(KINDS),
    draw: oneOf(DRAWN),
    nulls: oneOf(NULLS),
    stacked: YES_OR_NO,
    text: TEXT,
    logs: TEXT,
    description: TEXT,
    row: TEXT,
    baseline: value((one) => one === '1d' || one === '1w', "write '1d' or '1w'"),
    links: listOf(
      fields({ title: TEXT, url: TEXT }, "write { title: '…', url: '…' }"),
      'write a list of links',
    ),
    min: NUMBER,
    max: NUMBER,
    threshold: value(
      (one) => (Array.isArray(one) ? one.every(isLine) : isLine(one)),
      'write a number, { above: … } or { below: … }',
    ),
    width: value((one) => isWhole(one, MAX_WIDTH), 'write a number of twelfths: 1 to 12'),
    height: value((one) => isWhole(one, MAX_HEIGHT), 'write a number of rows: 1 to 12'),
  },
  'this is no panel: write a query, or { query: … }',
);

function oneOf(words: readonly unknown[]): Shape {
  return value((one) => words.includes(one), `write one of ${words.join(', ')}`);
}

function isWhole(one: unknown, most: number): boolean {
  return Number.isInteger(one) && Number(one) >= 1 && Number(one) <= most;
}

interface LooseLine {
  readonly above?: unknown;
  readonly below?: unknown;
  readonly severity?: unknown;
}

function isLine(one: unknown): boolean {
  if (typeof one === 'number') return true;
  if (typeof one !== 'object' || one === null) return false;
  const { above, below, severity, ...others }: LooseLine = one;
  const isSide = (above === undefined) !== (below === undefined) && typeof (above ?? below) === 'number';
  const isKnown = severity === undefined || SEVERITIES.includes(severity);
  return isSide && isKnown && Object.keys(others).length === 0;
}
