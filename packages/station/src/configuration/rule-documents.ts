import { printRuleFile } from '@telltale/formats';
import type { FileRuleGroup } from '@telltale/formats';
import { fileRule } from '@telltale/manifests/prometheus';
import type { RuleGroup } from '@telltale/model';
import type { ConfigurationDocument } from '../contract.ts';

/** Finds all files of {@link ruleDocuments}. */
export const RULE_FILES = 'rules*.yml';

/** The rules that are evaluated, as rule files: one for each that they came from, as groups of two may have one name. */
export function ruleDocuments(groups: readonly RuleGroup[]): readonly ConfigurationDocument[] {
  const byFile = [...Map.groupBy(groups, ({ file }) => file)];
  return byFile.map(([file, members], index) => ({
    name: index === 0 ? 'rules.yml' : `rules-${index + 1}.yml`,
    text: printRuleFile(members.map(fileGroup), file === '' ? {} : { header: [`From ${file}`] }),
  }));
}

function fileGroup({ name, intervalMs, limit, queryOffsetMs, rules }: RuleGroup): FileRuleGroup {
  return {
    name,
    intervalMs,
    ...(limit !== undefined && { limit }),
    ...(queryOffsetMs !== undefined && { queryOffsetMs }),
    labels: {},
    rules: rules.map(fileRule),
  };
}
