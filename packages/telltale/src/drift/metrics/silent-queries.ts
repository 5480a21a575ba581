import type { ResolvedDefinition } from '@telltale/definition';
import type { Expr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { selectorTexts } from '../../query/selector-texts.ts';
import type { DriftFinding } from '../drift-entry.ts';

/**
 * The selectors of alerts, recordings and panels that take no series now: what they look at is named otherwise,
 * or is not there. Each once, with who asks it.
 */
export async function silentQueries(
  definition: ResolvedDefinition,
  client: PrometheusClient,
): Promise<readonly DriftFinding[]> {
  const askers = selectorsOf(definition);
  const findings: DriftFinding[] = [];
  for (const [selector, names] of askers) {
    const found = await client.instant(`count(${selector})`).catch(() => undefined);
    if (found === undefined || found.length > 0) continue;
    findings.push({
      area: 'queries',
      kind: 'missing',
      title: `no series for ${selector}`,
      fields: [],
      fix: `asked by ${[...names].join(', ')}: let the program show it from zero on, or ask for what it shows`,
      server: client.address,
    });
  }
  return findings;
}

function selectorsOf({ rules, dashboards }: ResolvedDefinition): ReadonlyMap<string, ReadonlySet<string>> {
  const askers = new Map<string, Set<string>>();
  const note = (expr: Expr, asker: string): void => {
    for (const selector of selectorTexts(expr)) {
      const names = askers.get(selector) ?? new Set();
      askers.set(selector, names.add(asker));
    }
  };
  for (const { name, expr } of rules) note(expr, name);
  for (const { title, panels } of dashboards) {
    for (const panel of panels) {
      for (const { query } of panel.queries) note(parseExpr(query), `${title} / ${panel.title}`);
    }
  }
  return askers;
}
