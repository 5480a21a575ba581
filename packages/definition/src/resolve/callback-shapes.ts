import type { Shape } from '../faults/shape.ts';
import { NUMBER, YES_OR_NO, fields, listOf, mappingOf, text, value } from '../faults/shape.ts';
import { isQuery } from '../query/any-query.ts';

/*
 * What the things that callbacks return must be to be worked with; durations, queries and what belongs to a choice are
 * checked where they are read.
 */

const TEXT = text();
const QUERY = value(isQuery, "write a query, as in m.orders_total.rate('5m')");
const LABELS = mappingOf(text("write the label's value as text"), "write labels: { team: 'shop' }");
const KINDS: readonly unknown[] = ['timeseries', 'stat', 'gauge', 'table', 'heatmap', 'logs'];

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

/** Of a panel that is no plain query. */
export const PANEL_SHAPE: Shape = fields(
  {
    query: QUERY,
    queries: mappingOf(QUERY, 'write queries by name: { p95: … }'),
    legend: TEXT,
    unit: TEXT,
    kind: value((one) => KINDS.includes(one), `write one of ${KINDS.join(', ')}`),
    description: TEXT,
    row: TEXT,
    baseline: value((one) => one === '1d' || one === '1w', "write '1d' or '1w'"),
    links: listOf(
      fields({ title: TEXT, url: TEXT }, "write { title: '…', url: '…' }"),
      'write a list of links',
    ),
    min: NUMBER,
    max: NUMBER,
    threshold: NUMBER,
  },
  'this is no panel: write a query, or { query: … }',
);
