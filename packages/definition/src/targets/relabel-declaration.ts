/**
 * One step of relabelling, by its action; the defaults are those of Prometheus' `relabel_config`. Steps run in
 * order, each on the labels that the one before it left.
 */
export type RelabelDeclaration =
  | ReplaceRelabel
  | FilterRelabel
  | CompareRelabel
  | HashModRelabel
  | CaseRelabel
  | LabelMapRelabel
  | LabelFilterRelabel;

/** A pattern of a whole value, in the syntax of RE2: no look-around, no back references. */
export type RelabelPattern = string | RegExp;

interface JoinedLabels {
  /** Labels whose values are joined. */
  readonly sourceLabels: readonly string[];
  /** What stands between them, `;` by default. */
  readonly separator?: string;
}

/** Writes a label where the pattern matches; an empty value removes it. */
export interface ReplaceRelabel extends Partial<JoinedLabels> {
  /** What a step does that has no action. */
  readonly action?: 'replace';
  /** `(.*)` by default. */
  readonly regex?: RelabelPattern;
  /** Which label; `$1` stands for what the first group matched. */
  readonly targetLabel: string;
  /** Its value, `$1` by default. */
  readonly replacement?: string;
}

/** Keeps nothing but what matches, or drops it. */
export interface FilterRelabel extends JoinedLabels {
  readonly action: 'keep' | 'drop';
  readonly regex: RelabelPattern;
}

/** Keeps or drops what has the same value in the source labels and in the target label. */
export interface CompareRelabel {
  readonly action: 'keepequal' | 'dropequal';
  readonly sourceLabels: readonly string[];
  readonly targetLabel: string;
}

/** Writes in which of `modulus` equal shares the joined values are: for servers that share the targets. */
export interface HashModRelabel extends JoinedLabels {
  readonly action: 'hashmod';
  readonly modulus: number;
  readonly targetLabel: string;
}

/** Writes the joined values in lower or upper case. */
export interface CaseRelabel extends JoinedLabels {
  readonly action: 'lowercase' | 'uppercase';
  readonly targetLabel: string;
}

/** Copies each label whose name matches to the name that the replacement makes of it. */
export interface LabelMapRelabel {
  readonly action: 'labelmap';
  readonly regex: RelabelPattern;
  /** `$1` by default. */
  readonly replacement?: string;
}

/** Removes the labels whose names match, or all others. */
export interface LabelFilterRelabel {
  readonly action: 'labeldrop' | 'labelkeep';
  readonly regex: RelabelPattern;
}
