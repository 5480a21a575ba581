import type { AlertingRule } from '@telltale/model';
import { printExpr } from '@telltale/model';
import type { SeriesFacts } from './missing-data.ts';
import { missingData } from './missing-data.ts';

/** Scrapes that data may be missing for before anybody is told: one that fails, and the next that comes late. */
const SCRAPES = 3;

/**
 * The rule that fires where the data of an alert is missing: with its labels and runbook, and a `for` that
 * survives a missed scrape. Nothing where the alert needs no data.
 */
export function noDataRule(
  alert: AlertingRule,
  facts: SeriesFacts,
  scrapeIntervalMs: number,
): AlertingRule | undefined {
  const expr = missingData(alert.expr, facts);
  if (expr === undefined) return undefined;
  const query = printExpr(expr);
  const { runbook_url: runbook } = alert.annotations;
  // What is missing has no unit.
  const { unit: _, ...kept } = alert;
  return {
    ...kept,
    name: `${alert.name}NoData`,
    query,
    expr,
    forMs: Math.max(alert.forMs, SCRAPES * scrapeIntervalMs),
    annotations: {
      summary: `${alert.name} cannot be checked: data it looks at is missing`,
      description: `This holds where nothing is there to look at: ${query}`,
      ...(runbook !== undefined && { runbook_url: runbook }),
    },
  };
}
