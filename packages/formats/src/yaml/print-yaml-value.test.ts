import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { YamlMapping, YamlValue } from './print-yaml-value.ts';
import { printYamlDocument, printYamlDocuments } from './print-yaml-value.ts';

describe('printYamlDocument', () => {
  it('prints mappings, lists and lists of mappings as people write them', () => {
    const text = printYamlDocument(
      {
        services: { web: { image: 'nginx:1.29', ports: ['127.0.0.1:80:80'], read_only: true } },
        groups: [{ name: 'a', rules: [{ alert: 'Down', expr: 'up == 0' }] }],
        volumes: { data: {} },
        missing: undefined,
      },
      ['Generated.'],
    );
    expect(text).toBe(`# Generated.
services:
  web:
    image: nginx:1.29
    ports:
      - "127.0.0.1:80:80"
    read_only: true
groups:
  - name: a
    rules:
      - alert: Down
        expr: up == 0
volumes:
  data: {}
`);
  });

  it('prints texts of several lines as literal blocks', () => {
    const text = printYamlDocument({ data: { 'a.json': '{\n\n  "x": 1\n}\n' } });
    expect(text).toBe('data:\n  a.json: |\n    {\n\n      "x": 1\n    }\n');
  });

  it('what is printed reads back as it was, words and numbers in quotes too', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.constantFrom('yes', 'null', 'e0', '1', '~', '- a', '0x1', '1:30', 'a: b', ' a', 'a #b'),
      fc.boolean(),
      fc.integer(),
      fc.constant(null),
    );
    const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__' && name !== '<<');
    const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (mapping: YamlMapping) => {
        const text = printYamlDocument(mapping, ['first', 'second']);
        expect(parse(text)).toEqual(JSON.parse(JSON.stringify(mapping)));
        expect(parse(text, { version: '1.1' })).toEqual(JSON.parse(JSON.stringify(mapping)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('printYamlDocuments', () => {
  it('separates documents, with one header', () => {
    const text = printYamlDocuments([{ a: 1 }, { b: 2 }], ['Generated.']);
    expect(text).toBe('# Generated.\na: 1\n---\nb: 2\n');
    expect(parseAllDocuments(text).map((document) => document.toJS() as unknown)).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });
});
