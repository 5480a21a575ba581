import { relabelFault } from '@telltale/model';
import type { RelabelRule } from '@telltale/model';
import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { defined } from './defined.ts';
import type { RelabelConfig } from './prometheus-config.ts';
import { relabelActionOf, relabelRuleOf } from './relabel-rule-of.ts';

/** Compiles a pattern of RE2, or throws what is wrong with it. */
export type TryPattern = (pattern: string) => unknown;

/** The names of the fields in a file. */
const FIELD_NAMES: Readonly<Record<keyof RelabelRule, string>> = {
  action: 'action',
  sourceLabels: 'source_labels',
  separator: 'separator',
  regex: 'regex',
  modulus: 'modulus',
  targetLabel: 'target_label',
  replacement: 'replacement',
};

/** Reads steps of relabelling; what Prometheus would refuse in one becomes an issue. */
export function readRelabelConfigs(
  yaml: YamlFile,
  parent: MappingReader,
  field: string,
  tryPattern: TryPattern | undefined,
): readonly RelabelConfig[] {
  return parent.items(field).flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'relabel config');
    if (!reader) return [];
    const config = {
      sourceLabels: reader.textItems('source_labels').map(({ text }) => text),
      ...defined('separator', reader.text('separator')),
      ...defined('regex', reader.text('regex')),
      ...defined('modulus', reader.count('modulus')),
      ...defined('targetLabel', reader.text('target_label')),
      ...defined('replacement', reader.text('replacement')),
      ...defined('action', reader.text('action')),
    };
    reader.finish();
    check(yaml, reader, config, tryPattern);
    return [config];
  });
}

function check(
  yaml: YamlFile,
  reader: MappingReader,
  config: RelabelConfig,
  tryPattern: TryPattern | undefined,
): void {
  const fault = (field: keyof RelabelRule, message: string): void => {
    yaml.issues.error('bad-value', reader.offsetOfField(FIELD_NAMES[field]), message);
  };
  if (relabelActionOf(config) === undefined) {
    fault('action', `there is no action '${config.action}'`);
    return;
  }
  const wrong = relabelFault(relabelRuleOf(config));
  if (wrong) fault(wrong.field, wrong.message);
  const { regex } = config;
  if (regex === undefined || !tryPattern) return;
  try {
    tryPattern(regex);
  } catch (error) {
    fault('regex', error instanceof Error ? error.message : String(error));
  }
}
