import type { Expr } from '@telltale/model';
import { childrenOf, printExpr } from '@telltale/model';
import { PromqlError, analyseExpr, parseExpr } from '@telltale/promql';
import type { ExplainQueryRequest, ExplainQueryResponse, QueryNode } from '../contract.ts';
import type { AnswerReader, ReadSample } from '../query/read-answers.ts';
import { formatQuery } from './format-query.ts';

/** What an explanation may cost: it is asked for while somebody types. */
const MAX_NODES = 40;
const MAX_TIME_MS = 5000;
/** Series of a node that are read; of more, only their number is asked for. */
const MAX_SERIES = 5000;
const MAX_LABELS = 20;

/** How a query is explained. */
export interface ExplainOptions {
  readonly reader: AnswerReader;
  /** Whether the experimental parts of PromQL are answered. */
  readonly experimental: boolean;
  readonly signal?: AbortSignal;
}

/** A query as a tree: what each part gives by itself, at one moment. */
export async function explainQuery(
  { query, atMs }: ExplainQueryRequest,
  { reader, experimental, signal }: ExplainOptions,
): Promise<ExplainQueryResponse> {
  let expr: Expr;
  try {
    expr = parseExpr(query);
    analyseExpr(expr, query, { experimental });
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return { root: null, error: error.message, formatted: '' };
  }
  const budget = new ExplainBudget(reader, atMs, signal);
  return { root: await nodeOf(expr, query, budget), error: '', formatted: formatQuery(expr) };
}

/** The whole first: its cost is what most want to know. */
async function nodeOf(expr: Expr, query: string, budget: ExplainBudget): Promise<QueryNode> {
  const inner = withoutParentheses(expr);
  const { start = 0, end = query.length } = inner.source ?? {};
  const type = typeOf(inner);
  const found = await budget.evaluate(inner, type);
  const children: QueryNode[] = [];
  for (const child of operandsOf(inner)) children.push(await nodeOf(child, query, budget));
  return {
    text: query.slice(start, end),
    from: start,
    to: end,
    title: titleOf(inner),
    type,
    ...found,
    children,
  };
}

/** The selector of a range has no meaning of its own in it. */
function operandsOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'matrix' ? [] : childrenOf(expr);
}

function withoutParentheses(expr: Expr): Expr {
  return expr.kind === 'paren' ? withoutParentheses(expr.expr) : expr;
}

function typeOf(expr: Expr): QueryNode['type'] {
  try {
    return analyseExpr(expr, undefined, { experimental: true }).type;
  } catch {
    // The second operand of info() is no selector by itself.
    return 'vector';
  }
}

function titleOf(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return 'literal';
    case 'vector':
      return 'selector';
    case 'matrix':
      return 'range';
    case 'subquery':
      return 'subquery';
    case 'call':
      return `${expr.func}()`;
    case 'aggregation': {
      const { grouping } = expr;
      return grouping ? `${expr.op} ${grouping.mode} (${grouping.labels.join(', ')})` : expr.op;
    }
    case 'binary':
      return expr.op;
    case 'unary':
      return `unary ${expr.op}`;
    case 'paren':
      return '()';
  }
}

type Evaluated = Pick<QueryNode, 'series' | 'durationMs' | 'error' | 'labels'>;

const NOT_EVALUATED: Evaluated = { series: null, durationMs: null, error: '', labels: [] };

/** Evaluates parts of a query as long as there is time, and not too many of them. */
class ExplainBudget {
  readonly #reader: AnswerReader;
  readonly #atMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #untilMs = performance.now() + MAX_TIME_MS;
  #left = MAX_NODES;

  constructor(reader: AnswerReader, atMs: number, signal: AbortSignal | undefined) {
    this.#reader = reader;
    this.#atMs = atMs;
    this.#signal = signal;
  }

  async evaluate(expr: Expr, type: QueryNode['type']): Promise<Evaluated> {
    if (expr.kind === 'number' || expr.kind === 'string') return NOT_EVALUATED;
    if (this.#left === 0)
      return { ...NOT_EVALUATED, error: `only the first ${MAX_NODES} parts are evaluated` };
    if (this.#untilMs - performance.now() < 1) {
      return { ...NOT_EVALUATED, error: 'not evaluated: the other parts took all the time' };
    }
    this.#left--;
    const startedMs = performance.now();
    try {
      const asked = askedFor(expr, type);
      const samples = await this.#ask(asked, MAX_SERIES);
      const durationMs = Math.round((performance.now() - startedMs) * 1000) / 1000;
      const isCut = samples.length >= MAX_SERIES;
      const series = isCut ? await this.#count(asked) : samples.length;
      return { series, durationMs, error: '', labels: labelsOf(samples) };
    } catch (error) {
      this.#signal?.throwIfAborted();
      return { ...NOT_EVALUATED, error: error instanceof Error ? error.message : String(error) };
    }
  }

  #ask(query: string, limit: number): Promise<readonly ReadSample[]> {
    const timeoutMs = Math.max(1, this.#untilMs - performance.now());
    return this.#reader.instant(query, this.#atMs, {
      timeoutMs,
      limit,
      ...(this.#signal && { signal: this.#signal }),
    });
  }

  async #count(query: string): Promise<number> {
    const [all] = await this.#ask(`count(${query})`, 1);
    return all?.value ?? 0;
  }
}

/** Of ranges, only what series there are: their samples are many. */
function askedFor(expr: Expr, type: QueryNode['type']): string {
  const text = printExpr(expr);
  return type === 'matrix' ? `last_over_time(${text})` : text;
}

/** The labels with most values first. */
function labelsOf(samples: readonly ReadSample[]): QueryNode['labels'] {
  const values = new Map<string, Set<string>>();
  for (const { labels } of samples) {
    for (const [name, value] of Object.entries(labels)) {
      let known = values.get(name);
      if (!known) values.set(name, (known = new Set()));
      known.add(value);
    }
  }
  return [...values]
    .map(([name, known]) => ({ name, values: known.size }))
    .toSorted((a, b) => b.values - a.values || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_LABELS);
}
