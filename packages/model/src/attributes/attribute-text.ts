import type { Attributes, AttributeValue } from './attributes.ts';

/** The text of an attribute: the one with the whole name, or where a dot leads into an object, the one in there. */
export function attributeText(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return textOf(attributes[name]);
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const outer = name.slice(0, dot);
    const value = Object.hasOwn(attributes, outer) ? attributes[outer] : undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const inner = attributeText(value as Attributes, name.slice(dot + 1));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function textOf(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
