import type { Expr } from '@telltale/model';
import { quoteText, walkExpr } from '@telltale/model';
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
      return FUNCTIONS.get(node.func)?.experimental ? `function ${quoteText(node.func)}` : undefined;
    case 'aggregation':
      return node.op === 'limitk' || node.op === 'limit_ratio' ? `aggregation "${node.op}"` : undefined;
    case 'binary':
      return node.fill ? 'a fill modifier' : undefined;
    case 'vector':
      if (node.extended) return `the ${node.extended} modifier`;
      return node.offsetExpr ? ARITHMETIC : undefined;
    case 'matrix':
      return node.rangeExpr ? ARITHMETIC : undefined;
    case 'subquery':
      return node.rangeExpr || node.stepExpr || node.offsetExpr ? ARITHMETIC : undefined;
    default:
      return undefined;
  }
}

const ARITHMETIC = 'arithmetic over durations';
