import type { RuleGroupView, RuleView } from '@telltale/station/contract';
import type { RulesState } from './view-state.ts';

/** What rules are filtered by. */
export type RuleFilter = Pick<RulesState, 'search' | 'kind' | 'show'>;

/** A rule with a name that is its own within the page. */
export interface PlacedRule {
  readonly key: string;
  readonly rule: RuleView;
}

/** A group with those of its rules that the filters let through. */
export interface ShownGroup {
  readonly key: string;
  readonly group: RuleGroupView;
  readonly rules: readonly PlacedRule[];
}

/** Groups that have a rule to show, in their order. */
export function shownGroups(groups: readonly RuleGroupView[], filter: RuleFilter): readonly ShownGroup[] {
  const wanted = filter.search.trim().toLowerCase();
  return groups
    .map((group): ShownGroup => {
      const key = keyOfGroup(group);
      const rules = placedRules(group).filter(
        ({ rule }) =>
          (filter.kind === 'all' || rule.kind === filter.kind) &&
          isShown(rule, filter.show) &&
          (wanted === '' || searchableText(rule, group).includes(wanted)),
      );
      return { key, group, rules };
    })
    .filter(({ rules }) => rules.length > 0);
}

/** Whether a rule is one of those that somebody looks for. */
export function isShown(rule: RuleView, show: RulesState['show']): boolean {
  switch (show) {
    case 'active':
      return rule.state !== 'inactive';
    case 'errors':
      return rule.health === 'err';
    case 'tests':
      return rule.kind === 'alerting' && (rule.tests === null || rule.tests.failed > 0);
    case 'unproven':
      return rule.kind === 'alerting' && !isProven(rule.proof);
    default:
      return true;
  }
}

/** Whether all of its way was proven, and that counts still. */
function isProven(proof: RuleView['proof']): boolean {
  return proof !== null && proof.isComplete && proof.staleness === '';
}

/** Names a group within the page. */
function keyOfGroup({ file, name }: RuleGroupView): string {
  return `${file} ${name}`;
}

/** Rules may share a name: those after the first are counted. */
function placedRules(group: RuleGroupView): readonly PlacedRule[] {
  const seen = new Map<string, number>();
  return group.rules.map((rule) => {
    const count = (seen.get(rule.name) ?? 0) + 1;
    seen.set(rule.name, count);
    return { key: `${keyOfGroup(group)} ${rule.name}${count === 1 ? '' : ` ${count}`}`, rule };
  });
}

function searchableText(rule: RuleView, group: RuleGroupView): string {
  const labels = Object.entries(rule.labels).map(([name, value]) => `${name}=${value}`);
  return [rule.name, rule.query, group.name, group.file, rule.lastError, rule.source, ...labels]
    .join('\n')
    .toLowerCase();
}
