import { attributeText } from '@telltale/model';
import type { Attributes } from '@telltale/model';
import type { AttributeColumns, AttributeJson } from '../block/attribute-columns.ts';

/** The text of an attribute of each record, by the rules of the model's `attributeText`. */
export function attributeView(
  attributes: AttributeColumns,
  name: string,
): (record: number) => string | undefined {
  const whole = attributes.valueOf(name);
  const outer = outerNames(name).flatMap((dot) => {
    const valueOf = attributes.valueOf(name.slice(0, dot));
    return valueOf === undefined ? [] : [{ valueOf, inner: name.slice(dot + 1) }];
  });
  if (outer.length === 0) return whole === undefined ? () => undefined : (record) => textOf(whole(record));
  return (record) => {
    const text = textOf(whole?.(record));
    if (text !== undefined) return text;
    for (const { valueOf, inner } of outer) {
      const innerText = textIn(valueOf(record), inner);
      if (innerText !== undefined) return innerText;
    }
    return undefined;
  };
}

/** The places of dots, each of which may lead into an object. */
function outerNames(name: string): number[] {
  return [...name.matchAll(/\./g)].map(({ index }) => index);
}

/** The text of a value, which of an object or a list is its JSON. */
function textOf(json: AttributeJson): string | undefined {
  if (json === undefined || json[0] !== '"') return json;
  return json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1);
}

function textIn(json: AttributeJson, inner: string): string | undefined {
  return json?.[0] === '{' ? attributeText(JSON.parse(json) as Attributes, inner) : undefined;
}
