import type { Diagnostics } from '../../diagnostics/diagnostics.ts';
import type { LabelPlan } from '../guards/label-plan.ts';
import { REDACTED, isSensitiveValue } from '../guards/sensitive-text.ts';
import { MAX_LABEL_LENGTH, OTHER, storableText } from './label-text.ts';
import { isSampledText } from './sampled-text.ts';
import type { SeriesTable } from './series-table.ts';

/** What {@link SeriesAdmission} needs to know of its metric. */
export interface AdmissionOptions {
  readonly metric: string;
  readonly plan: LabelPlan;
  readonly table: SeriesTable;
  readonly maxSeries: number;
  readonly diagnostics: Diagnostics;
}

/** Decides under which labels a series is kept, and adds it where it is new. */
export class SeriesAdmission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** The series of recorded values, added where it is new. */
  admit(recorded: readonly string[]): number {
    const { table } = this.#options;
    const texts = this.#kept(recorded);
    const known = table.find(texts);
    if (known >= 0) return known;
    if (table.count >= this.#options.maxSeries) return this.#other();
    const shown = this.#withoutSecrets(texts);
    const redacted = shown === texts ? -1 : table.find(shown);
    if (redacted >= 0) return redacted;
    this.#tellOfChanges(recorded, shown);
    return table.add(shown);
  }

  /** The series of recorded values, or -1 where there is none. */
  find(recorded: readonly string[]): number {
    const texts = this.#kept(recorded);
    const known = this.#options.table.find(texts);
    return known >= 0 ? known : this.#options.table.find(this.#withoutSecrets(texts));
  }

  /** The values in the order they are kept in, each one harmless, limited in number where it was asked for. */
  #kept(recorded: readonly string[]): string[] {
    const { plan, table } = this.#options;
    return plan.kept.map(({ name, from, isRedacted, maxValues, ratio }, label) => {
      if (isRedacted) return REDACTED;
      const text = storableText(recorded[from]);
      if (ratio < 1 && !isSampledText(text, ratio)) return OTHER;
      const known = table.dictionaries[label];
      if (known.size < maxValues || known.idOf(text) !== undefined) return text;
      const describe = () => `${name} has more than ${maxValues} values: new ones become ${OTHER}`;
      this.#options.diagnostics.drop('value_limit', this.#options.metric, describe);
      return OTHER;
    });
  }

  #withoutSecrets(texts: readonly string[]): readonly string[] {
    const { plan, diagnostics, metric } = this.#options;
    const isSecret = texts.map((text, label) => !plan.kept[label].isTrusted && isSensitiveValue(text));
    if (!isSecret.includes(true)) return texts;
    const { name } = plan.kept[isSecret.indexOf(true)];
    const describe = () =>
      `a value of ${name} looks like a secret or an e-mail address: it becomes ${REDACTED}`;
    diagnostics.drop('sensitive_value', metric, describe);
    return texts.map((text, label) => (isSecret[label] ? REDACTED : text));
  }

  #other(): number {
    const { diagnostics, metric, maxSeries, table, plan } = this.#options;
    const describe = () => `more than ${maxSeries} series: new ones are added up in the labels ${OTHER}`;
    diagnostics.drop('series_limit', metric, describe);
    const texts = plan.kept.map(() => OTHER);
    const known = table.find(texts);
    return known >= 0 ? known : table.add(texts);
  }

  #tellOfChanges(recorded: readonly string[], shown: readonly string[]): void {
    const { plan, diagnostics, metric } = this.#options;
    for (const [label, { name, from, listed }] of plan.kept.entries()) {
      if (recorded[from].length > MAX_LABEL_LENGTH) {
        const describe = () => `a value of ${name} is longer than ${MAX_LABEL_LENGTH} characters`;
        diagnostics.tell('label_value_cut', metric, describe);
      }
      if (listed?.has(shown[label]) === false) {
        const describe = () => `'${shown[label]}' is not in the declared values of ${name}`;
        diagnostics.tell('undeclared_label_value', metric, describe);
      }
    }
  }
}
