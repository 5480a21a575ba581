import { formatDuration } from '@telltale/model';
import { canonicalQuery } from '../canonical-query.ts';
import { numbered } from '../compare-entries.ts';
import type { DriftEntry } from '../drift-entry.ts';
import type { Fields } from '../../server/json-fields.ts';
import { fieldsOf, listOf, sortedText, textOf, textsOf } from '../../server/json-fields.ts';

/** The rules that a server evaluates, of the answer to `/api/v1/rules`: those of the groups that are meant. */
export function liveRules(data: unknown, groups: ReadonlySet<string>): readonly DriftEntry[] {
  return numbered(
    meantGroups(data, groups).flatMap(({ name, rules }) =>
      listOf(rules).map((rule) => entryOf(textOf(name), rule)),
    ),
  );
}

function meantGroups(data: unknown, groups: ReadonlySet<string>): readonly Fields[] {
  return listOf(fieldsOf(data).groups).filter(({ name }) => groups.has(textOf(name)));
}

/** How a rule fares. */
export interface RuleState {
  /** `ok`, `err`, or `unknown` before its first evaluation. */
  readonly health: string;
  readonly error: string;
}

/** How the rules of the groups that are meant fare, by the keys of {@link liveRules}. */
export function ruleStates(data: unknown, groups: ReadonlySet<string>): ReadonlyMap<string, RuleState> {
  const rules = meantGroups(data, groups).flatMap(({ rules: all }) => listOf(all));
  const entries = liveRules(data, groups);
  return new Map(
    entries.map(({ key }, index) => {
      const { health, lastError } = rules[index] ?? {};
      return [key, { health: textOf(health), error: textOf(lastError) }];
    }),
  );
}

/** The rules that cannot be evaluated, with what the server says of it. */
export function failingRules(data: unknown): readonly { readonly name: string; readonly error: string }[] {
  return listOf(fieldsOf(data).groups)
    .flatMap(({ rules }) => listOf(rules))
    .filter(({ health }) => health === 'err')
    .map(({ name, lastError }) => ({ name: textOf(name), error: textOf(lastError) }));
}

function entryOf(group: string, rule: Fields): DriftEntry {
  const isAlert = rule.type === 'alerting';
  const name = textOf(rule.name);
  const common = { query: canonicalQuery(textOf(rule.query)), labels: sortedText(textsOf(rule.labels)) };
  return {
    key: `${group}/${isAlert ? 'alerting' : 'recording'}/${name}`,
    title: `${isAlert ? 'alert' : 'recording'} ${name} of the group ${group}`,
    facts: isAlert
      ? {
          ...common,
          for: secondsText(rule.duration),
          keepFiringFor: secondsText(rule.keepFiringFor),
          annotations: sortedText(textsOf(rule.annotations)),
        }
      : common,
  };
}

function secondsText(seconds: unknown): string {
  return formatDuration(Math.round(Number(seconds ?? 0) * 1000));
}
