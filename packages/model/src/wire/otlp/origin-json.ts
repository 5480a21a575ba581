import { attributesJson } from './attributes-json.ts';
import type { OriginGroup } from './group-by-origin.ts';
import { SERVICE_NAME } from './origin.ts';
import type { SignalPath } from './parse-report.ts';

/** Records of programs as a request in JSON has them. */
export function originsJson<Item>(
  groups: readonly OriginGroup<Item>[],
  path: SignalPath,
  itemJson: (item: Item) => object,
): object {
  const resources = groups.map(({ service, resource, scopes }) => ({
    resource: {
      attributes: [
        { key: SERVICE_NAME, value: { stringValue: service.toWellFormed() } },
        ...attributesJson(resource),
      ],
    },
    [path.scopes]: [...scopes].map(([name, items]) => ({
      scope: { name: name.toWellFormed() },
      [path.records]: items.map(itemJson),
    })),
  }));
  return { [path.resources]: resources };
}
