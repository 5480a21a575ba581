import type { FastifyInstance } from 'fastify';
import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { analyseExpr, parseExpr } from '@telltale/promql';
import { apiRoute } from '../api-routes.ts';
import { expressionJson } from './expression-json.ts';

/** `/api/v1/format_query` and `parse_query`. */
export function registerExpressionRoutes(server: FastifyInstance): void {
  apiRoute(server, ['GET', 'POST'], 'format_query', (parameters) => ({
    data: printExpr(parsedQuery(parameters)),
  }));
  apiRoute(server, ['GET', 'POST'], 'parse_query', (parameters) => ({
    data: expressionJson(parsedQuery(parameters)),
  }));
}

/** Nothing is evaluated here, so experimental parts are welcome. */
function parsedQuery(parameters: URLSearchParams): Expr {
  const text = parameters.get('query') ?? '';
  const expr = parseExpr(text);
  analyseExpr(expr, text, { experimental: true });
  return expr;
}
