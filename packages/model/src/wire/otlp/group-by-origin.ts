import type { Attributes } from '../../attributes/attributes.ts';

/** What log records and spans have in common. */
interface Originated {
  readonly service: string;
  readonly resource: Attributes;
}

/** Records of one program, by the part of it that made them. */
export interface OriginGroup<Item> {
  readonly service: string;
  readonly resource: Attributes;
  /** By the name of the scope; the empty name where there is none. */
  readonly scopes: ReadonlyMap<string, readonly Item[]>;
}

/** Puts records together as the protocol sends them: by program, then by scope, in the order they first appear. */
export function groupByOrigin<Item extends Originated>(
  items: readonly Item[],
  scopeOf: (item: Item) => string | undefined,
): readonly OriginGroup<Item>[] {
  const groups = new Map<string, { service: string; resource: Attributes; scopes: Map<string, Item[]> }>();
  const texts = new Map<Attributes, string>();
  let last: (Originated & { scopes: Map<string, Item[]> }) | undefined;
  for (const item of items) {
    const { service, resource } = item;
    // Records of one program come together as a rule, and share the object.
    if (last?.resource !== resource || last.service !== service) {
      const key = JSON.stringify([service, textOf(resource, texts)]);
      last = groups.get(key) ?? { service, resource, scopes: new Map() };
      groups.set(key, last);
    }
    const scope = scopeOf(item) ?? '';
    const list = last.scopes.get(scope);
    if (list) list.push(item);
    else last.scopes.set(scope, [item]);
  }
  return [...groups.values()];
}

function textOf(resource: Attributes, texts: Map<Attributes, string>): string {
  let text = texts.get(resource);
  if (text === undefined) texts.set(resource, (text = JSON.stringify(resource)));
  return text;
}
