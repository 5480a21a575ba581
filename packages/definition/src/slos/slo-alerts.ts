import type { AlertingRule, Expr, FilePosition } from '@telltale/model';
import { formatDuration, printExpr } from '@telltale/model';
import { jobMatcher } from '../no-data/missing-data.ts';
import type { BurnPair } from './burn-pairs.ts';
import { BURN_PAIRS, BURN_WINDOWS_MS, burnFactor, exact } from './burn-pairs.ts';
import type { SloParts } from './slo-series.ts';
import { binary, budgetOf, call, number, recorded } from './slo-series.ts';

/** What the alerts of an objective need to know beside it. */
export interface SloAlertOptions {
  /** Events that the longer window has at least. */
  readonly minEvents?: number;
  readonly runbook?: string;
  /** Jobs that count the events. */
  readonly jobs: readonly string[];
  readonly scrapeIntervalMs: number;
  readonly position?: FilePosition;
}

/** How long a burn must hold, by severity. */
const FOR_MS = { page: 120_000, ticket: 900_000 };
const OUTAGE_FOR_MS = 300_000;

/** The alerts of an objective: it burns fast, it burns slowly, it cannot be measured. */
export function sloAlerts(slo: SloParts, options: SloAlertOptions): readonly AlertingRule[] {
  return [burnAlert(slo, 'page', options), burnAlert(slo, 'ticket', options), outageAlert(slo, options)];
}

function burnAlert(slo: SloParts, severity: BurnPair['severity'], options: SloAlertOptions): AlertingRule {
  const pairs = BURN_PAIRS.filter((pair) => pair.severity === severity);
  const expr = pairs
    .map((pair) => burns(slo, pair, options.minEvents))
    .reduce((quick, slow) => binary('or', quick, slow));
  const spent = pairs.map(
    ({ budgetShare, longMs }) => `${exact(budgetShare * 100)} % in ${formatDuration(longMs)}`,
  );
  return rule(slo, options, {
    suffix: severity === 'page' ? 'BudgetBurnFast' : 'BudgetBurnSlow',
    expr,
    unit: 'ratio',
    severity,
    forMs: FOR_MS[severity],
    summary: `${slo.service} misses its objective ${slo.name}: {{ $value | humanizePercentage }} of events are bad`,
    description: `The error budget of ${formatDuration(slo.periodMs)} burns faster than ${spent.join(' or ')}`,
  });
}

/** Both windows burn faster than the pair allows; the shorter one first, whose value is told. */
function burns(slo: SloParts, pair: BurnPair, minEvents: number | undefined): Expr {
  const most = number(exact(burnFactor(pair, slo.periodMs) * budgetOf(slo)));
  const over = (windowMs: number) => binary('>', recorded(slo, 'sli_error:ratio_rate', windowMs), most);
  const both = binary('and', over(pair.shortMs), over(pair.longMs));
  if (minEvents === undefined) return both;
  const events = binary('*', recorded(slo, 'sli_total:rate', pair.longMs), number(pair.longMs / 1000));
  return binary('and', both, binary('>=', events, number(minEvents)));
}

/** Nothing is counted; where no traffic is good, nothing of the service can be scraped. */
function outageAlert(slo: SloParts, options: SloAlertOptions): AlertingRule {
  return rule(slo, options, {
    suffix: 'Outage',
    expr: outage(slo, options.jobs),
    severity: slo.noTraffic === 'nodata' ? 'ticket' : 'page',
    forMs: Math.max(OUTAGE_FOR_MS, 3 * options.scrapeIntervalMs),
    summary: `The objective ${slo.name} of ${slo.service} cannot be measured`,
    description:
      slo.noTraffic === 'good'
        ? 'Nothing that counts its events can be scraped'
        : 'No events are counted: there is no traffic, or nothing that counts it',
  });
}

function outage(slo: SloParts, jobs: readonly string[]): Expr {
  const total = recorded(slo, 'sli_total:rate', BURN_WINDOWS_MS[0]);
  if (slo.noTraffic !== 'good') return binary('or', call('absent', total), binary('==', total, number(0)));
  if (jobs.length === 0) return call('absent', total);
  const up: Expr = { kind: 'vector', metric: 'up', matchers: [jobMatcher(jobs)] };
  return call('absent', binary('==', up, number(1)));
}

interface AlertParts {
  readonly suffix: string;
  readonly expr: Expr;
  readonly unit?: string;
  readonly severity: string;
  readonly forMs: number;
  readonly summary: string;
  readonly description: string;
}

function rule(slo: SloParts, { runbook, position }: SloAlertOptions, parts: AlertParts): AlertingRule {
  const { suffix, expr, unit, severity, forMs, summary, description } = parts;
  return {
    kind: 'alerting',
    name: alertName(slo.name, suffix),
    query: printExpr(expr),
    expr,
    labels: { severity, slo: slo.name, service: slo.service },
    forMs,
    keepFiringForMs: 0,
    annotations: { summary, description, ...(runbook !== undefined && { runbook_url: runbook }) },
    ...(unit !== undefined && { unit }),
    ...(position && { position }),
  };
}

/** `checkout-latency` and `BudgetBurnFast` make `CheckoutLatencyBudgetBurnFast`. */
function alertName(slo: string, suffix: string): string {
  const words = slo.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join('') + suffix;
}
