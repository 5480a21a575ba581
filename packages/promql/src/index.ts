export { parseExpr } from './parser/parse-expr.ts';
export { PromqlError } from './errors/promql-error.ts';
export type { PromqlErrorCode } from './errors/promql-error.ts';
export { renderCaret } from './errors/source-position.ts';
export { analyseExpr } from './analysis/analyse-expr.ts';
export type { ExprAnalysis } from './analysis/analyse-expr.ts';
export { FUNCTIONS } from './analysis/function-table.ts';
export type { ExprType, FunctionSignature } from './analysis/function-table.ts';
export { compileMatcher, matchersOf } from './regexp/compile-matcher.ts';
