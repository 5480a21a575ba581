import type { VectorSelector } from '@telltale/model';
import { TelltaleError, quoteText } from '@telltale/model';
import { compileMatcher, matchersOf } from '../regexp/compile-matcher.ts';
import type { Fault } from './fault.ts';

/** A selector must exclude something, or a typing error would read every series there is. */
export function checkSelector(selector: VectorSelector, fault: Fault): void {
  if (selector.metric !== undefined && selector.matchers.some(({ name }) => name === '__name__')) {
    fault(selector, `metric name must not be set twice: ${quoteText(selector.metric)}`);
  }
  for (const matcher of matchersOf(selector)) {
    try {
      if (!compileMatcher(matcher).matches('')) return;
    } catch (error) {
      if (error instanceof TelltaleError) fault(selector, error.message, 'TT_QUERY_SYNTAX');
      throw error;
    }
  }
  const hint = 'name a metric, or a label that must be there, such as {job=~".+"}';
  fault(selector, `vector selector must contain at least one non-empty matcher; ${hint}`);
}
