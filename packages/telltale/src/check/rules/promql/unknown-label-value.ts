import { closestName } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { certaintyOf } from '../../catalogue/certainty.ts';
import type { KnownSeries, LabelValues } from '../../catalogue/known-series.ts';
import { isMisspelled } from '../../catalogue/label-vocabulary.ts';
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
value that is not among them, and for =~ that matches none of the listed ones; where a widely used
exporter has a fixed list (phase, mode, state …), or a usual one that the value nearly is in; for one of
several alternatives, and for != and !~, where it nearly is a value. Values seen on a metrics
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
          const fault = series && values && faultOf(matcher, values, series);
          if (fault) yield { place: placeOf(range), severity: certaintyOf(series), ...fault };
        }
      }
    }
  },
};

function faultOf(
  matcher: Matcher,
  values: LabelValues,
  { name }: KnownSeries,
): { readonly message: string; readonly fix: string } | undefined {
  const label = `'${matcher.name}' of ${name}`;
  if (!isPossible(matcher, values)) {
    return {
      message: `${label} is never ${describe(matcher)}${listed(values)}`,
      fix: suggest(matcher.value, values),
    };
  }
  const wrong = misspelledAlternative(matcher, values);
  if (wrong === undefined) return undefined;
  return {
    message: `${label} is never ${JSON.stringify(wrong)}${listed(values)}`,
    fix: suggest(wrong, values),
  };
}

function isPossible(matcher: Matcher, values: LabelValues): boolean {
  const compiled = compileMatcher(matcher);
  if (values.kind === 'unknown') return true;
  // A matcher that accepts a missing label selects something whatever the values are.
  if (compiled.matches('')) return !isPointless(matcher, values);
  if (values.kind === 'closed') return values.values.some((value) => compiled.matches(value));
  if (values.kind === 'usual') return matcher.op !== '=' || !isNearlyOneOf(matcher.value, values.values);
  if (matcher.op !== '=') return true;
  return compileMatcher({ name: matcher.name, op: '=~', value: values.pattern }).matches(matcher.value);
}

/** `mode!="idel"`: what is to be left out is nearly the name of a value, and leaves nothing out. */
function isPointless(matcher: Matcher, values: LabelValues): boolean {
  if (values.kind !== 'closed' || !matcher.op.startsWith('!') || matcher.value === '') return false;
  const compiled = compileMatcher(matcher);
  return (
    values.values.every((value) => compiled.matches(value)) &&
    alternativesOf(matcher.value).some(
      (one) => isNearlyOneOf(one, values.values) || isStart(one, values.values),
    )
  );
}

/** `Pending|Unkown`: one of several alternatives that nearly is a value and is none. */
function misspelledAlternative({ op, value }: Matcher, values: LabelValues): string | undefined {
  if (!op.endsWith('~') || (values.kind !== 'closed' && values.kind !== 'usual')) return undefined;
  const alternatives = alternativesOf(value);
  return alternatives.find((one) => /^[\w-]+$/.test(one) && isNearlyOneOf(one, values.values));
}

function alternativesOf(pattern: string): readonly string[] {
  return pattern.replace(/^\^?\(?|\)?\$?$/g, '').split('|');
}

function isNearlyOneOf(value: string, values: readonly string[]): boolean {
  if (values.includes(value)) return false;
  return values.some(
    (one) => one.toLowerCase() === value.toLowerCase() || (one.length > 3 && isMisspelled(value, one)),
  );
}

/** An expression that would have to end in `.*`. */
function isStart(value: string, values: readonly string[]): boolean {
  return value.length > 1 && values.some((one) => one.startsWith(value));
}

function describe({ op, value }: Matcher): string {
  return op === '=~' || op === '!~' ? `matched by ${JSON.stringify(value)}` : JSON.stringify(value);
}

function listed(values: LabelValues): string {
  if (values.kind === 'pattern') return `; its values match ${values.pattern}`;
  if (values.kind === 'unknown') return '';
  return `; it is ${values.kind === 'usual' ? 'commonly ' : ''}one of ${values.values.slice(0, 12).join(', ')}`;
}

function suggest(value: string, values: LabelValues): string {
  if (values.kind !== 'closed' && values.kind !== 'usual') return '';
  const sameLetters = values.values.find((one) => one.toLowerCase() === value.toLowerCase());
  const closest = sameLetters ?? closestName(value, values.values);
  return closest === undefined ? '' : `did you mean ${JSON.stringify(closest)}?`;
}
