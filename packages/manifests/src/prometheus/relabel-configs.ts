import type { RelabelConfig } from '@telltale/formats';
import { RELABEL_DEFAULTS } from '@telltale/model';
import type { RelabelRule } from '@telltale/model';

/** Steps of relabelling, without what Prometheus takes by default: some actions refuse fields that they do not read. */
export function relabelConfigs(rules: readonly RelabelRule[]): readonly RelabelConfig[] {
  return rules.map(({ sourceLabels, action, separator, regex, modulus, targetLabel, replacement }) => ({
    sourceLabels,
    ...(separator !== RELABEL_DEFAULTS.separator && { separator }),
    ...(regex !== RELABEL_DEFAULTS.regex && { regex }),
    ...(modulus !== RELABEL_DEFAULTS.modulus && { modulus }),
    ...(targetLabel !== RELABEL_DEFAULTS.targetLabel && { targetLabel }),
    ...(replacement !== RELABEL_DEFAULTS.replacement && { replacement }),
    action,
  }));
}

/** Steps that give all targets of a job labels, for those that are discovered. */
export function labelConfigs(labels: Readonly<Record<string, string>>): readonly RelabelConfig[] {
  return Object.entries(labels).map(([targetLabel, value]) => ({
    sourceLabels: [],
    targetLabel,
    // A dollar sign would be the beginning of a reference.
    replacement: value.replaceAll('$', '$$$$'),
    action: 'replace',
  }));
}
