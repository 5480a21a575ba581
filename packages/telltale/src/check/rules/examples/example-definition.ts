import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

/** The changing part of a definition with one metric and one alert, for the examples of rules. */
export function exampleDefinition(query: string): Partial<ResolvedDefinition> {
  const rule: AlertingRule = {
    kind: 'alerting',
    name: 'Example',
    query,
    expr: parseExpr(query),
    labels: {},
    annotations: {},
    forMs: 0,
    keepFiringForMs: 0,
  };
  return {
    metrics: [
      {
        name: 'shop_requests_total',
        kind: 'counter',
        help: 'Requests answered',
        unit: '',
        labels: {
          method: { kind: 'values', values: ['GET', 'POST'] },
          status_code: { kind: 'pattern', pattern: '[1-5][0-9][0-9]' },
        },
      },
    ],
    rules: [rule],
  };
}
