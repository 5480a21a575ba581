import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { remoteSelfDefinition } from './definition.ts';

test('exactly the metrics that a station has of its own are on their page, with type and labels', () => {
  const page = readFileSync(new URL('../../docs/own-metrics.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `(telltale_\w+)` +\| (\w+) +\| ([^|]*?) *\|/gm);
  const described = [...rows].map(([, name, kind, labels]) => {
    const names = labels.matchAll(/`(\w+)`(?=[:,;]|$)/g);
    return [name, kind, labels === '' ? [] : [...names].map(([, label]) => label)[0]];
  });
  const declared = Object.entries(remoteSelfDefinition.metrics)
    .filter(([name]) => name.startsWith('telltale_'))
    .map(([name, { kind, labels }]) => [name, kind, Object.keys(labels)[0] ?? []]);
  const byName = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
  expect(described.sort(byName)).toEqual(declared.sort(byName));
});
