import type { AttributeValue, Attributes } from '@telltale/model';
import { attributeText } from '@telltale/model';

/** Attributes as a column of the type `Map(String, String)` has them; the Collector writes the same texts. */
export function attributeMap(
  attributes: Attributes,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (const name of Object.keys(more)) map[name] = more[name];
  for (const name of Object.keys(attributes)) {
    map[name.toWellFormed()] = (attributeText(attributes, name) ?? '').toWellFormed();
  }
  return map;
}

/**
 * Attributes of such a column, but for those named: objects and lists are such again, everything else stays a text,
 * which is how it is compared.
 */
export function attributesOf(
  map: Readonly<Record<string, string>>,
  ...without: readonly string[]
): Attributes {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (const name of Object.keys(map)) {
    if (!without.includes(name)) attributes[name] = valueOf(map[name]);
  }
  return attributes;
}

function valueOf(text: string): AttributeValue {
  if (!text.startsWith('{') && !text.startsWith('[')) return text;
  try {
    const value: AttributeValue = JSON.parse(text);
    // What would be another text again was one from the start.
    return JSON.stringify(value) === text ? value : text;
  } catch {
    return text;
  }
}
