/** What a step of relabelling does, by the names of Prometheus. */
export type RelabelAction =
  | 'replace'
  | 'keep'
  | 'drop'
  | 'keepequal'
  | 'dropequal'
  | 'hashmod'
  | 'labelmap'
  | 'labeldrop'
  | 'labelkeep'
  | 'lowercase'
  | 'uppercase';

/**
 * One step of relabelling with every default filled in, as `relabel_config` of Prometheus has it. Steps run
 * in order, on the labels of a target before it is scraped or on those of a sample before it is kept.
 *
 * Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export interface RelabelRule {
  readonly action: RelabelAction;
  /** Labels whose values are joined. */
  readonly sourceLabels: readonly string[];
  /** What stands between them; `;` by default. */
  readonly separator: string;
  /** RE2 syntax, matched against the whole of the joined values; `(.*)` by default. */
  readonly regex: string;
  /** Of `hashmod`; 0 elsewhere. */
  readonly modulus: number;
  /** Which label is written; for `replace` it may have `$1`. Empty where the action writes none. */
  readonly targetLabel: string;
  /** `$1` by default. */
  readonly replacement: string;
}

/** What a rule has where nothing is said, as in Prometheus. */
export const RELABEL_DEFAULTS: RelabelRule = {
  action: 'replace',
  sourceLabels: [],
  separator: ';',
  regex: '(.*)',
  modulus: 0,
  targetLabel: '',
  replacement: '$1',
};

/**
 * A rule with every default filled in.
 *
 * @example
 * ```ts
 * import { relabelRule } from '@telltale/model';
 *
 * relabelRule({ action: 'labeldrop', regex: 'pod_template_hash' }).separator; // ';'
 * ```
 */
export function relabelRule(given: Partial<RelabelRule>): RelabelRule {
  return { ...RELABEL_DEFAULTS, ...given };
}
