/** Pipes, line filters and parsers: none of these ever occurs in PromQL. */
const LOGQL =
  /\|[=~>]|\|\s*(?:json|logfmt|pattern|regexp|unpack|unwrap|line_format|label_format|drop|keep)\b/;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** Whether a query is one of Loki: its rule files and panels have the same shape as those of Prometheus. */
export function isLogql(query: string): boolean {
  return LOGQL.test(query.replaceAll(QUOTED, '""'));
}
