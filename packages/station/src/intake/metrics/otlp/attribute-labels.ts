import type { OtlpTranslationStrategy } from '@telltale/definition';
import type { AttributeValue, Attributes, RecordProblem } from '@telltale/model';
import type { LabelPair } from '../label-limits.ts';
import { labelName } from './names/label-name.ts';
import { escapesNames } from './names/escaping.ts';

/** Attributes that are no labels because they would be the name of the metric. */
const RESERVED = '__name__';

/**
 * The labels of attributes. Attributes whose names become the same one share the label: their values are joined by a
 * semicolon, in the order of their names.
 */
export function attributeLabels(
  attributes: Attributes,
  strategy: OtlpTranslationStrategy,
): readonly LabelPair[] | RecordProblem {
  const labels = new Map<string, string>();
  const names = Object.keys(attributes);
  if (escapesNames(strategy)) names.sort();
  for (const attribute of names) {
    if (attribute === RESERVED) continue;
    const name = labelName(attribute, strategy);
    if (name === undefined || name === RESERVED) return 'invalid_name';
    const value = attributeText(attributes[attribute]);
    const known = labels.get(name);
    labels.set(name, known === undefined || known === '' ? value : `${known};${value}`);
  }
  return [...labels];
}

/** The value of an attribute as that of a label. */
export function attributeText(value: AttributeValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
