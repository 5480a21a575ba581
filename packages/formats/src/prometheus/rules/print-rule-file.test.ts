import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuleFile } from './parse-rule-file.ts';
import { printRuleFile } from './print-rule-file.ts';
import type { FileRule, FileRuleGroup } from './rule-group.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a\n  b\n', 'a\n\nb', ' x', 'x: y #', '~', '\n', '"'),
);
const name = text.filter((value) => value.trim() !== '');
const recordName = name.filter((value) => !/[{}]/.test(value));
const labelName = fc
  .oneof(text, fc.constantFrom('__proto__', '<<', 'yes'))
  .filter((value) => value !== '' && value !== '__name__');
const labels = fc.dictionary(labelName, text, { maxKeys: 4, noNullPrototype: false }).map(toPlain);
const durationMs = fc.nat({ max: 4_000_000_000 });

const rule: fc.Arbitrary<FileRule> = fc.oneof(
  fc.record({ kind: fc.constant('recording' as const), name: recordName, expr: name, labels }),
  fc.record({
    kind: fc.constant('alerting' as const),
    name,
    expr: name,
    labels,
    annotations: labels,
    forMs: durationMs,
    keepFiringForMs: durationMs,
  }),
);
const group: fc.Arbitrary<FileRuleGroup> = fc.record(
  {
    name,
    intervalMs: durationMs,
    limit: fc.nat(),
    queryOffsetMs: durationMs,
    labels,
    rules: fc.array(rule, { maxLength: 4 }),
  },
  { requiredKeys: ['name', 'labels', 'rules'] },
);
const groups = fc.uniqueArray(group, { selector: (value) => value.name, maxLength: 3 });

describe('printRuleFile', () => {
  it('prints the fields in one order, names sorted, expressions of several lines as blocks', () => {
    const printed = printRuleFile(
      [
        {
          name: 'shop',
          intervalMs: 30_000,
          labels: {},
          rules: [
            {
              kind: 'alerting',
              name: 'Down',
              expr: 'sum(\n  up\n) == 0',
              forMs: 60_000,
              keepFiringForMs: 0,
              labels: { severity: 'page', code: '5' },
              annotations: { summary: 'It is: down' },
            },
          ],
        },
      ],
      { header: ['Made by a test.'], ofRule: () => ['why\nit is here'] },
    );
    expect(printed).toBe(`# Made by a test.
groups:
  - name: shop
    interval: 30s
    rules:
      # why
      # it is here
      - alert: Down
        expr: |-
          sum(
            up
          ) == 0
        for: 1m
        labels:
          code: "5"
          severity: page
        annotations:
          summary: "It is: down"
`);
  });

  it('reading what was printed gives back exactly the same groups', () => {
    fc.assert(
      fc.property(groups, (original) => {
        const parsed = parseRuleFile(printRuleFile(original, { header: ['x\ny'] }), 'printed.yml');
        expect(parsed.issues).toEqual([]);
        expect(parsed.groups.map((one) => plainGroup(one))).toEqual(original.map(plainGroup));
      }),
      { numRuns: 300 },
    );
  });

  it('the order of labels in memory does not show in the file', () => {
    const of = (labelsInOrder: Record<string, string>) =>
      printRuleFile([{ name: 'g', labels: labelsInOrder, rules: [] }]);
    expect(of({ a: '1', b: '2' })).toBe(of({ b: '2', a: '1' }));
  });
});

/** Without positions and prototypes. */
function plainGroup({
  name: groupName,
  intervalMs,
  limit,
  queryOffsetMs,
  labels: groupLabels,
  rules,
}: FileRuleGroup) {
  return {
    groupName,
    intervalMs,
    limit,
    queryOffsetMs,
    labels: toPlain(groupLabels),
    rules: rules.map(plainRule),
  };
}

function plainRule(original: FileRule) {
  const common = {
    kind: original.kind,
    name: original.name,
    expr: original.expr,
    labels: toPlain(original.labels),
  };
  if (original.kind === 'recording') return common;
  const { forMs, keepFiringForMs, annotations } = original;
  return { ...common, forMs, keepFiringForMs, annotations: toPlain(annotations) };
}

function toPlain(record: Readonly<Record<string, string>>): Record<string, string> {
  const plain: Record<string, string> = Object.create(null);
  for (const key of Object.keys(record)) plain[key] = record[key];
  return plain;
}
