import { closestName } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { LabelValues } from '../../catalogue/known-series.ts';
import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

/** Matchers that no possible value of the label satisfies. */
export const promqlUnknownLabelValue: CheckRule = {
  id: 'promql/unknown-label-value',
  severity: 'error',
  why: 'A matcher that no possible value satisfies selects nothing: the alert can never fire.',
  doc: `Reported where a definition lists the values of the label, or gives their pattern: for = with a
value that is not among them, and for =~ that matches none of the listed ones. Values seen on a metrics
page are only some of the possible ones, so they prove nothing.`,
  examples: [
    {
      wrong: { definition: exampleDefinition('rate(shop_requests_total{method="FETCH"}[5m]) > 1') },
      right: { definition: exampleDefinition('rate(shop_requests_total{method="GET"}[5m]) > 1') },
    },
    {
      wrong: { definition: exampleDefinition('rate(shop_requests_total{status_code="5xx"}[5m]) > 1') },
      right: { definition: exampleDefinition('rate(shop_requests_total{status_code="503"}[5m]) > 1') },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { expr, text, placeOf } of queries) {
      for (const { selector } of expr ? selectorsOf(expr) : []) {
        const series = catalogue.get(metricNameOf(selector) ?? '');
        for (const { matcher, range } of series?.labels ? placedMatchers(text, selector) : []) {
          const values = series?.labels?.get(matcher.name);
          if (!values || isPossible(matcher, values)) continue;
          const message = `'${matcher.name}' of ${series?.name} is never ${describe(matcher)}${listed(values)}`;
          yield { place: placeOf(range), message, fix: suggest(matcher, values) };
        }
      }
    }
  },
};

function isPossible(matcher: Matcher, values: LabelValues): boolean {
  const compiled = compileMatcher(matcher);
  // A matcher that accepts a missing label selects something whatever the values are.
  if (compiled.matches('') || values.kind === 'unknown') return true;
  if (values.kind === 'closed') return values.values.some((value) => compiled.matches(value));
  if (matcher.op !== '=') return true;
  return compileMatcher({ name: matcher.name, op: '=~', value: values.pattern }).matches(matcher.value);
}

function describe({ op, value }: Matcher): string {
  return op === '=~' || op === '!~' ? `matched by ${JSON.stringify(value)}` : JSON.stringify(value);
}

function listed(values: LabelValues): string {
  if (values.kind === 'pattern') return `; its values match ${values.pattern}`;
  return values.kind === 'closed' ? `; it is one of ${values.values.slice(0, 12).join(', ')}` : '';
}

function suggest({ value }: Matcher, values: LabelValues): string {
  const closest = values.kind === 'closed' ? closestName(value, values.values) : undefined;
  return closest === undefined ? '' : `did you mean ${JSON.stringify(closest)}?`;
}
