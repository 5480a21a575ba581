/** A metric that can be asked for. */
export interface MetricView {
  readonly name: string;
  /** `counter`, `gauge`, `histogram`, `summary`, `info`, `stateset` or `unknown`. */
  readonly type: string;
  readonly unit: string;
  readonly help: string;
  /** Series that there are now; `null` where it was too many to count. */
  readonly series: number | null;
  /** Who answers for it; empty where it is not of the definition. */
  readonly owner: string;
  /** Where it is declared, `file:line`; empty where it is not. */
  readonly source: string;
  /** Whether it is declared and never seen, seen and not declared, or both. */
  readonly standing: 'declared' | 'seen' | 'declared-and-seen';
}

/** `GET /api/telltale/metrics?search=&limit=`: the best match first. */
export interface MetricsResponse {
  readonly metrics: readonly MetricView[];
  readonly isTruncated: boolean;
}

/** An argument of a {@link FunctionView}. */
export interface FunctionParameter {
  readonly name: string;
  readonly type: 'scalar' | 'vector' | 'matrix' | 'string';
  readonly isOptional: boolean;
  /** Whether more of its kind may follow. */
  readonly isRepeated: boolean;
}

/** A function or an aggregation that queries may use. */
export interface FunctionView {
  readonly name: string;
  readonly kind: 'function' | 'aggregation';
  readonly parameters: readonly FunctionParameter[];
  readonly returns: FunctionParameter['type'];
  /** What it gives, in one line. */
  readonly help: string;
}

/** `GET /api/telltale/functions`: by name. */
export interface FunctionsResponse {
  readonly functions: readonly FunctionView[];
}

/** `POST /api/telltale/explain_query` */
export interface ExplainQueryRequest {
  readonly query: string;
  readonly atMs: number;
}

/** A part of a query, with what it gives by itself. */
export interface QueryNode {
  readonly text: string;
  /** Where it stands in the query: characters from, and before. */
  readonly from: number;
  readonly to: number;
  /** What it is: `selector`, `rate()`, `sum by (route)`, `/`… */
  readonly title: string;
  readonly type: 'scalar' | 'vector' | 'matrix' | 'string';
  /** Series that it gives; `null` where it was not evaluated. */
  readonly series: number | null;
  readonly durationMs: number | null;
  readonly error: string;
  /** Labels of the series with how many values each has, the most first. */
  readonly labels: readonly { readonly name: string; readonly values: number }[];
  readonly children: readonly QueryNode[];
}

/** The answer to {@link ExplainQueryRequest}. */
export interface ExplainQueryResponse {
  readonly root: QueryNode | null;
  /** Why it cannot be parsed; empty where it can. */
  readonly error: string;
  /** The query in its usual form, over several lines where it is long. */
  readonly formatted: string;
}

/** `POST /api/telltale/check_query` */
export interface CheckQueryRequest {
  readonly query: string;
}

/** What the checker says of a query, at its place. */
export interface QueryFinding {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** Name of the rule of `telltale check`, such as `promql/unknown-metric`. */
  readonly rule: string;
  readonly message: string;
  /** How to mend it; empty where there is nothing to say. */
  readonly fix: string;
}

/** The answer to {@link CheckQueryRequest}. */
export interface CheckQueryResponse {
  readonly findings: readonly QueryFinding[];
}

/** `POST /api/telltale/query_code`: a query as TypeScript for the definition. */
export interface QueryCodeRequest {
  readonly query: string;
  readonly as: 'panel' | 'alert' | 'test';
  readonly title: string;
}

/** The answer to {@link QueryCodeRequest}. */
export interface QueryCodeResponse {
  readonly code: string;
}
