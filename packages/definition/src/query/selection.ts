import type { Expr, VectorSelector } from '@telltale/model';
import type { Range } from '../time/duration.ts';
import type { AnyLabelMatch } from './label-match.ts';
import { given } from '../options/given.ts';
import { matcherFor } from './label-match.ts';
import type { BuildExpr } from './query-context.ts';
import { rangeMs } from './range-duration.ts';

/** The series of one metric, narrowed down by label matches. */
export class Selection {
  readonly metric: string;
  readonly matches: readonly (readonly [string, AnyLabelMatch])[];

  constructor(metric: string, matches: readonly (readonly [string, AnyLabelMatch])[] = []) {
    this.metric = metric;
    this.matches = matches;
  }

  where(matches: object): Selection {
    const added = Object.entries(given(matches)).filter(([, match]) => match !== undefined);
    return new Selection(this.metric, [...this.matches, ...added]);
  }

  /** The selector of the metric, or of one of a histogram's series by suffix. */
  selector(suffix = ''): VectorSelector {
    const matchers = this.matches.map(([name, match]) => matcherFor(name, match));
    return { kind: 'vector', metric: this.metric + suffix, matchers };
  }

  /** A function over the samples of a range. */
  over(func: string, range: Range, suffix = ''): BuildExpr {
    return (context) =>
      call(func, {
        kind: 'matrix',
        selector: this.selector(suffix),
        rangeMs: rangeMs(range, context),
      });
  }
}

/** A call of a PromQL function. */
export function call(func: string, ...args: readonly Expr[]): Expr {
  return { kind: 'call', func, args };
}
