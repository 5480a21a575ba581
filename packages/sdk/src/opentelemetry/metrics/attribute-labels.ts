import type { Attributes } from '@opentelemetry/api';
import type { Diagnostics } from '../../diagnostics/diagnostics.ts';
import type { Translation } from '../translation/translation.ts';
import { labelName } from '../translation/translation.ts';
import { attributeText } from './attribute-text.ts';

/** Labels of a metric at most: an attribute beyond is left out, which is told. */
const MAX_LABELS = 32;

/** What {@link AttributeLabels} work with. */
export interface AttributeLabelsOptions {
  readonly metric: string;
  readonly isHistogram: boolean;
  readonly translation: Translation;
  /** The only attributes that are kept. */
  readonly allowed: ReadonlySet<string> | undefined;
  readonly diagnostics: Diagnostics;
}

/** Makes labels from attributes, and remembers which labels there are. */
export class AttributeLabels {
  readonly #options: AttributeLabelsOptions;
  /** By attribute; `undefined` for those that are left out. */
  readonly #labelOf = new Map<string, string | undefined>();
  readonly #names: string[] = [];
  readonly #attributes: string[] = [];

  constructor(options: AttributeLabelsOptions) {
    this.#options = options;
  }

  /** Names of all labels so far. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** The first attribute of each label. */
  get attributeNames(): readonly string[] {
    return this.#attributes;
  }

  /**
   * The labels of a measurement: all that there are so far, empty where the measurement has no such
   * attribute, which Prometheus takes for absent. `names` may have grown afterwards.
   */
  of(attributes: Attributes): Record<string, string> {
    const values = new Map<string, string>();
    for (const attribute of Object.keys(attributes)) {
      const label = this.#label(attribute);
      const text = label === undefined ? '' : attributeText(attributes[attribute]);
      if (label === undefined || text === '') continue;
      const other = values.get(label);
      if (other !== undefined) this.#tellOfCollision(label);
      // As Prometheus does with attributes that become one label.
      values.set(label, other === undefined ? text : `${other};${text}`);
    }
    const labels: Record<string, string> = Object.create(null);
    for (const name of this.#names) labels[name] = values.get(name) ?? '';
    return labels;
  }

  #label(attribute: string): string | undefined {
    if (this.#labelOf.has(attribute)) return this.#labelOf.get(attribute);
    const label = this.#newLabel(attribute);
    // Names of attributes come from the program; of one that makes them up, not all are remembered.
    if (this.#labelOf.size < 1000) this.#labelOf.set(attribute, label);
    return label;
  }

  #newLabel(attribute: string): string | undefined {
    const { allowed, isHistogram, translation, metric, diagnostics } = this.#options;
    if (allowed?.has(attribute) === false) return undefined;
    const translated = labelName(attribute, translation);
    if (translated === undefined) return undefined;
    const label = isHistogram && translated === 'le' ? 'exported_le' : translated;
    if (this.#names.includes(label)) return label;
    if (this.#names.length >= MAX_LABELS) {
      const describe = () => `more than ${MAX_LABELS} attributes: '${attribute}' and others are left out`;
      diagnostics.tell('unknown_label', metric, describe);
      return undefined;
    }
    this.#names.push(label);
    this.#attributes.push(attribute);
    return label;
  }

  #tellOfCollision(label: string): void {
    const { metric, diagnostics } = this.#options;
    const describe = () => `several attributes become the label ${label}: their values are joined`;
    diagnostics.tell('invalid_declaration', metric, describe);
  }
}
