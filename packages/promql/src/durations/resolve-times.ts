import type {
  AtModifier,
  DurationExpr,
  Expr,
  NumberLiteral,
  Subquery,
  VectorSelector,
} from '@telltale/model';
import { faultReporter } from '../analysis/fault.ts';
import type { DurationFault } from './duration-value.ts';
import { durationMs } from './duration-value.ts';
import type { QueryTimes } from './query-times.ts';

/**
 * The expression as it is for one query: durations that depend on the query are computed, `start()` and
 * `end()` behind `@` are times, and the functions that give the times of the query are numbers.
 *
 * @param query The text it was parsed from, for positions.
 * @throws PromqlError TT_QUERY_EXECUTION for a duration that turns out not to be one.
 */
export function resolveTimes(expr: Expr, times: QueryTimes, query?: string): Expr {
  const report = faultReporter(expr, query);
  const resolver = new TimeResolver(times, (node) => (part, reason) => {
    const place = part.source ? { ...node, source: part.source } : node;
    return report(place, reason, 'TT_QUERY_EXECUTION');
  });
  return resolver.resolve(expr);
}

class TimeResolver {
  readonly #times: QueryTimes;
  readonly #faultAt: (node: Expr) => DurationFault;

  constructor(times: QueryTimes, faultAt: (node: Expr) => DurationFault) {
    this.#times = times;
    this.#faultAt = faultAt;
  }

  /** Parts that do not change stay the same objects. */
  resolve(node: Expr): Expr {
    switch (node.kind) {
      case 'vector':
        return this.#selector(node);
      case 'matrix': {
        const selector = this.#selector(node.selector);
        const rangeMs = this.#positive(node, node.rangeExpr) ?? node.rangeMs;
        return selector === node.selector && rangeMs === node.rangeMs ? node : { ...node, selector, rangeMs };
      }
      case 'subquery':
        return {
          ...node,
          expr: this.resolve(node.expr),
          rangeMs: this.#positive(node, node.rangeExpr) ?? node.rangeMs,
          ...(node.stepExpr ? { stepMs: this.#positive(node, node.stepExpr) } : {}),
          ...this.#modifiers(node),
        };
      case 'call':
        return (
          this.#queryTime(node.func, node) ?? { ...node, args: node.args.map((arg) => this.resolve(arg)) }
        );
      case 'aggregation': {
        const param = node.param && this.resolve(node.param);
        return { ...node, expr: this.resolve(node.expr), ...(param ? { param } : {}) };
      }
      case 'binary':
        return { ...node, left: this.resolve(node.left), right: this.resolve(node.right) };
      case 'unary':
      case 'paren':
        return { ...node, expr: this.resolve(node.expr) };
      default:
        return node;
    }
  }

  #selector(node: VectorSelector): VectorSelector {
    const isFixed = !node.offsetExpr && (!node.at || node.at.kind === 'timestamp');
    return isFixed ? node : { ...node, ...this.#modifiers(node) };
  }

  #modifiers(node: VectorSelector | Subquery): Pick<VectorSelector, 'offsetMs' | 'at'> {
    const { offsetExpr, at } = node;
    return {
      ...(offsetExpr
        ? { offsetMs: durationMs(offsetExpr, 'any sign', this.#times, this.#faultAt(node)) }
        : {}),
      ...(at ? { at: this.#at(at) } : {}),
    };
  }

  #at(at: AtModifier): AtModifier {
    if (at.kind === 'timestamp') return at;
    return { kind: 'timestamp', ms: at.kind === 'start' ? this.#times.startMs : this.#times.endMs };
  }

  #positive(node: Expr, expr: DurationExpr | undefined): number | undefined {
    return expr && durationMs(expr, 'positive', this.#times, this.#faultAt(node));
  }

  #queryTime(func: string, node: Expr): NumberLiteral | undefined {
    const ms = this.#milliseconds(func);
    if (ms === undefined) return undefined;
    return { kind: 'number', value: ms / 1000, ...(node.source ? { source: node.source } : {}) };
  }

  #milliseconds(func: string): number | undefined {
    const { startMs, endMs, stepMs } = this.#times;
    switch (func) {
      case 'start':
        return startMs;
      case 'end':
        return endMs;
      case 'range':
        return endMs - startMs;
      case 'step':
        return stepMs;
      default:
        return undefined;
    }
  }
}
