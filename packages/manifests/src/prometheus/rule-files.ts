import { posix } from 'node:path';
import type { ResolvedLayout } from '@telltale/definition';
import type { FileRuleGroup } from '@telltale/formats';
import { slugOf } from '@telltale/model';

/** Stands in the layout's path of rules for the name of a group: each group has a file of its own then. */
const GROUP = '{group}';

/** The groups by the path of the file that they stand in. */
export function ruleFiles(
  { rules }: Pick<ResolvedLayout, 'rules'>,
  groups: readonly FileRuleGroup[],
): ReadonlyMap<string, readonly FileRuleGroup[]> {
  return Map.groupBy(groups, ({ name }) => rules.replace(GROUP, slugOf(name) || 'rules'));
}

/** The path of the rules with a `*` where it differs between groups, as configuration files name it. */
export function ruleFilePattern({ rules }: Pick<ResolvedLayout, 'rules'>): string {
  return rules.replace(GROUP, '*');
}

/** The pattern as a file at another path of the layout has to name it. */
export function ruleFilePatternFrom(layout: Pick<ResolvedLayout, 'rules'>, path: string): string {
  return posix.relative(posix.dirname(path), ruleFilePattern(layout));
}
