import type { RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import type { CompiledMatcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { invalidParameter } from '../../bad-request-error.ts';
import { selectorsParameter } from '../series/selectors.ts';

/** A group with those of its rules that a request asks for. */
export interface SelectedGroup {
  readonly group: RuleGroupStatus;
  readonly rules: readonly RuleStatus[];
}

/**
 * The groups and rules that `type`, `rule_name[]`, `rule_group[]`, `file[]` and `match[]` ask for;
 * groups without any rule left are left out.
 */
export function selectRules(
  groups: readonly RuleGroupStatus[],
  parameters: URLSearchParams,
): readonly SelectedGroup[] {
  const kind = kindParameter(parameters);
  const names = parameters.getAll('rule_name[]');
  const groupNames = parameters.getAll('rule_group[]');
  const files = parameters.getAll('file[]');
  const selectors = selectorsParameter(parameters).map((matchers) => matchers.map(compileMatcher));
  const isAsked = ({ rule }: RuleStatus): boolean =>
    (kind === undefined || rule.kind === kind) &&
    isAmong(names, rule.name) &&
    (selectors.length === 0 || selectors.some((matchers) => areMatched(matchers, rule.labels)));
  return groups
    .filter(({ name, file }) => isAmong(groupNames, name) && isAmong(files, file))
    .map((group) => ({ group, rules: group.rules.filter(isAsked) }))
    .filter(({ rules }) => rules.length > 0);
}

/** All groups by file and name, as Prometheus lists them. */
export function sortGroups(groups: readonly RuleGroupStatus[]): readonly RuleGroupStatus[] {
  const keyOf = ({ file, name }: RuleGroupStatus): string => `${file}\0${name}`;
  return groups.toSorted((a, b) => Number(keyOf(a) > keyOf(b)) - Number(keyOf(a) < keyOf(b)));
}

function kindParameter(parameters: URLSearchParams): RuleStatus['rule']['kind'] | undefined {
  const type = (parameters.get('type') ?? '').toLowerCase();
  switch (type) {
    case '':
      return undefined;
    case 'alert':
      return 'alerting';
    case 'record':
      return 'recording';
    default:
      throw invalidParameter('type', `not supported value ${JSON.stringify(type)}`);
  }
}

function isAmong(wanted: readonly string[], text: string): boolean {
  return wanted.length === 0 || wanted.includes(text);
}

/** Matched are the labels of the rule as written, templates included. */
function areMatched(matchers: readonly CompiledMatcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) =>
    matcher.matches(Object.hasOwn(labels, matcher.name) ? labels[matcher.name] : ''),
  );
}
