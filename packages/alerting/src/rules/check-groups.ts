import { TelltaleError } from '@telltale/model';
import type { RuleGroup } from '@telltale/model';
import { groupKeyOf } from './rule-key.ts';

/** @throws TelltaleError `TT_USAGE` for two groups of one name in one file, and for an interval that is none. */
export function checkGroups(groups: readonly RuleGroup[]): void {
  const seen = new Set<string>();
  for (const group of groups) {
    const key = groupKeyOf(group);
    const name = JSON.stringify(group.name);
    if (seen.has(key)) {
      throw new TelltaleError('TT_USAGE', `The rule group ${name} is there twice in ${group.file}.`, {
        fix: 'Give one of them another name.',
      });
    }
    seen.add(key);
    if (!(group.intervalMs > 0 && Number.isFinite(group.intervalMs))) {
      throw new TelltaleError('TT_USAGE', `The interval of the rule group ${name} must be above zero.`);
    }
  }
}
