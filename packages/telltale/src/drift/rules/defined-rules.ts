import { compileRules } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import type { Rule } from '@telltale/model';
import { canonicalQuery } from '../canonical-query.ts';
import { numbered } from '../compare-entries.ts';
import type { DriftEntry } from '../drift-entry.ts';
import { sortedText } from '../../server/json-fields.ts';

/** The rules of a definition, by group and name. */
export function definedRules(definition: ResolvedDefinition): readonly DriftEntry[] {
  return numbered(
    compileRules(definition).flatMap(({ name, rules }) => rules.map((rule) => entryOf(name, rule))),
  );
}

/** The names of its groups: what else a server evaluates is none of its business. */
export function definedGroups(definition: ResolvedDefinition): ReadonlySet<string> {
  return new Set(compileRules(definition).map(({ name }) => name));
}

function entryOf(group: string, rule: Rule): DriftEntry {
  const common = { query: canonicalQuery(rule.query), labels: sortedText(rule.labels) };
  return {
    key: `${group}/${rule.kind}/${rule.name}`,
    title: `${rule.kind === 'alerting' ? 'alert' : 'recording'} ${rule.name} of the group ${group}`,
    facts:
      rule.kind === 'recording'
        ? common
        : {
            ...common,
            for: formatDuration(rule.forMs),
            keepFiringFor: formatDuration(rule.keepFiringForMs),
            annotations: sortedText(rule.annotations),
          },
  };
}
