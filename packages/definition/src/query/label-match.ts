import { TelltaleError } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import type { ChosenValue } from '../chosen/chosen.ts';
import { isChosen } from '../chosen/chosen.ts';
import { re2PatternOf } from './re2-pattern.ts';

/** Turns a match around; made by {@link not}. */
export interface Negated<Value extends string> {
  readonly not: Value | readonly Value[] | RegExp | ChosenValue;
}

/**
 * What a label must be: a value, one of several, a pattern of the whole value, what is chosen of a variable of the
 * dashboard, or {@link not} that.
 */
export type LabelMatch<Value extends string> =
  | Value
  | readonly Value[]
  | RegExp
  | ChosenValue
  | Negated<Value>;

/**
 * Turns a label match around.
 *
 * @example
 * ```ts
 * import { counter, defineMonitoring, not, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'] } }) },
 *   dashboards: (m) => ({
 *     Orders: { 'Not by card': m.orders_total.where({ method: not('card') }).rate('5m').sum() },
 *   }),
 * });
 * const [panel] = resolveDefinition(definition).dashboards[0].panels;
 * console.log(panel.queries[0].query); // sum(rate(orders_total{method!="card"}[5m]))
 * ```
 */
export function not(match: ChosenValue): Negated<never>;
export function not<const Value extends string>(match: Value | readonly Value[] | RegExp): Negated<Value>;
export function not<const Value extends string>(
  match: Value | readonly Value[] | RegExp | ChosenValue,
): Negated<Value> {
  return { not: match };
}

/** A label match of one label, whatever its values. */
export type AnyLabelMatch = LabelMatch<string>;

/** The matcher of a selector for a label match. */
export function matcherFor(name: string, match: AnyLabelMatch): Matcher {
  const isNegated = typeof match === 'object' && match !== null && 'not' in match;
  if (isNegated) return plainMatcher(name, match.not, true);
  return plainMatcher(name, match, false);
}

function plainMatcher(
  name: string,
  match: Exclude<AnyLabelMatch, Negated<string>>,
  isNegated: boolean,
): Matcher {
  if (typeof match === 'string') return { name, op: isNegated ? '!=' : '=', value: match };
  if (isChosen(match)) {
    const op = match.isOne ? '=' : '=~';
    return { name, op: isNegated ? NEGATED[op] : op, value: `$${match.variable}` };
  }
  if (!(match instanceof RegExp) && !isTexts(match)) {
    const choice = 'write a text, a list of texts, a regular expression, or not(…)';
    throw new TelltaleError('TT_DEFINITION_INVALID', `no value of the label ${name}: ${choice}`);
  }
  const value = match instanceof RegExp ? re2PatternOf(match) : match.map(escapePattern).join('|');
  return { name, op: isNegated ? '!~' : '=~', value };
}

const NEGATED = { '=': '!=', '=~': '!~' } as const;

function isTexts(match: unknown): boolean {
  return Array.isArray(match) && match.every((one) => typeof one === 'string');
}

function escapePattern(value: string): string {
  return value.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
