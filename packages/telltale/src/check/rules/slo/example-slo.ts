import type { ResolvedDefinition, ResolvedSlo } from '@telltale/definition';
import { exampleDefinition } from '../examples/example-definition.ts';

const DAY_MS = 86_400_000;

/** A definition with one SLO, for the examples of rules. */
export function definitionWithSlo(slo: Partial<ResolvedSlo>): Partial<ResolvedDefinition> {
  return {
    ...exampleDefinition('rate(shop_requests_total{status_code=~"5.."}[5m]) > 1'),
    station: { retentionMs: 40 * DAY_MS },
    slos: [
      {
        name: 'availability',
        objective: 99.9,
        windowMs: 30 * DAY_MS,
        noTraffic: 'good',
        unit: 'per_second',
        bad: 'sum(rate(shop_requests_total{status_code=~"5.."}[5m]))',
        total: 'sum(rate(shop_requests_total[5m]))',
        alerts: [],
        ...slo,
      },
    ],
  };
}
