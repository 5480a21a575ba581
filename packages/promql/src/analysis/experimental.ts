import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { Fault } from './fault.ts';
import { FUNCTIONS } from './function-table.ts';

/** Refuses what Prometheus calls experimental; the text names the switch that allows it. */
export function refuseExperimental(expr: Expr, fault: Fault): void {
  for (const node of walkExpr(expr)) {
    const what = experimentalPart(node);
    if (what === undefined) continue;
    fault(
      node,
      `${what} is experimental; the option experimental of the query engine (--query.experimental of the station) allows it`,
      'TT_QUERY_UNSUPPORTED',
    );
  }
}

function experimentalPart(node: Expr): string | undefined {
  switch (node.kind) {
    case 'call':
      return FUNCTIONS.get(node.func)?.experimental ? `function ${JSON.stringify(node.func)}` : undefined;
    case 'aggregation':
      return node.op === 'limitk' || node.op === 'limit_ratio' ? `aggregation "${node.op}"` : undefined;
    default:
      return undefined;
  }
}
