import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOfProgram } from './js-token.ts';
import { readDeclarations } from './read-declarations.ts';

function read(text: string): readonly string[] {
  return readDeclarations(text).metrics.map(
    ({ name, kind, labels }) => `${kind} ${name} ${labels ? [...labels.keys()].join(',') : '?'}`,
  );
}

describe('readDeclarations', () => {
  it.each([
    ['a class of the module', "new client.Counter({ name: 'a', help: 'h', labelNames: ['x', 'y'] })"],
    ['an imported class', "new Counter({ help: 'h', labelNames: ['x', 'y'], name: 'a' })"],
    ['type arguments', "new Counter<'x' | 'y'>({ name: 'a', help: 'h', labelNames: ['x', 'y'] as const })"],
    [
      'double quotes and quoted keys',
      'new Counter({ "name": "a", "help": "h", "labelNames": ["x", "y",], })',
    ],
    ['templates without substitutions', 'new Counter({ name: `a`, help: `h`, labelNames: [`x`, `y`] })'],
    ['texts joined by plus', "new Counter({ name: '' + 'a', help: 'h', labelNames: ['x', 'y'] })"],
    [
      'a function among the properties',
      "new Counter({ name: 'a', help: 'h', labelNames: ['x', 'y'], collect() { this.inc({ z: 1 }, 2); } })",
    ],
    [
      'comments anywhere',
      "new /* it */ Counter({ name: 'a', // no: 'b'\n help: 'h', labelNames: ['x', /* 'n', */ 'y'] })",
    ],
    ['escapes', String.raw`new Counter({ name: '\x61', help: 'it\'s', labelNames: ['\u0078', '\u{79}'] })`],
    ['a provider of NestJS', "makeCounterProvider({ name: 'a', help: 'h', labelNames: ['x', 'y'] })"],
  ])('reads a declaration with %s', (_, text) => {
    expect(read(text)).toEqual(['counter a x,y']);
  });

  it('tells the kinds apart, and a metric without labels from one whose labels are computed', () => {
    expect(
      read(`new Gauge({ name: 'a', help: 'h' }); new Histogram({ name: 'b', help: 'h', labelNames: LABELS });
            new Summary({ name: 'c', help: 'h', labelNames: [...common, 'x'] }); new Counter({ ...rest, name: 'd', help: 'h' });`),
    ).toEqual(['gauge a ', 'histogram b ?', 'summary c ?', 'counter d ?']);
  });

  it('keeps the end of a name with a computed prefix, where it is long enough to mean something', () => {
    const { metrics, prefixed, computedNames } = readDeclarations(
      `new Counter({ name: \`\${config.prefix || ''}http_requests_total\`, help: 'h', labelNames: ['x'] });
       new Counter({ name: prefix + '_job_runs_total', help: 'h' });
       new Counter({ name: \`\${a}_total\`, help: 'h' });`,
    );
    expect(prefixed.map(({ name, labels }) => [name, [...(labels?.keys() ?? [])]])).toEqual([
      ['http_requests_total', ['x']],
      ['job_runs_total', []],
    ]);
    expect([metrics, computedNames]).toEqual([[], 3]);
  });

  it('counts declarations with computed names and guesses none of them', () => {
    const { metrics, computedNames } = readDeclarations(
      "new Counter({ name: `${prefix}_a`, help: 'h' }); new Counter({ name, help: 'h' }); new Counter({ name: 'a' + b, help: 'h' });",
    );
    expect([metrics, computedNames]).toEqual([[], 3]);
  });

  it('leaves alone what only looks like a declaration', () => {
    for (const text of [
      "const text = \"new Counter({ name: 'a', help: 'h' })\";",
      "// new Counter({ name: 'a', help: 'h' })",
      "`new Counter({ name: 'a', help: 'h' })`",
      "/new Counter({ name: 'a', help: 'h' })/.test(x)",
      "new Counter({ name: 'a' })",
      "new Map({ name: 'a', help: 'h' })",
      "new Counter({ name: 'not a metric', help: 'h' })",
      "new Counter({ name: 'a', help: 'h'",
    ]) {
      expect(read(text)).toEqual([]);
    }
  });

  it('finds declarations behind templates, regular expressions and JSX with stray quotes', () => {
    const declaration = "new Counter({ name: 'a', help: 'h', labelNames: [] });";
    for (const before of [
      'const a = `x ${y ? `"${z}"` : "}"} \'`;',
      'a = /["\'`]/g; b = c / d / e;',
      "<p>Don't</p>",
      '#!/usr/bin/env node\n',
    ]) {
      expect(read(`${before}\n${declaration}`)).toEqual(['counter a ']);
    }
  });

  it('collects default labels, and says where they are computed', () => {
    expect(readDeclarations("register.setDefaultLabels({ app: 'x', 'zone': z });").defaultLabels).toEqual([
      'app',
      'zone',
    ]);
    expect(readDeclarations('register.setDefaultLabels(labels);').defaultLabels).toBeUndefined();
    expect(readDeclarations('').defaultLabels).toEqual([]);
  });

  it('recognises programs that export metrics in other ways', () => {
    for (const text of ["require('express-prom-bundle')", "meter.createCounter('a')"]) {
      expect(readDeclarations(text).hasOtherWays).toBe(true);
    }
    expect(readDeclarations("require('prom-client')").hasOtherWays).toBe(false);
  });
});

describe('tokensOfProgram', () => {
  it('ends on any text and gives tokens in order', () => {
    const piece = fc.constantFrom(
      '`',
      '${',
      '}',
      '{',
      "'",
      '"',
      '\\',
      '/',
      '*',
      '\n',
      'new',
      'a',
      ' ',
      '[',
      '(',
      '0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          const starts = [...tokensOfProgram(text)].map(({ start }) => start);
          expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
          expect(readDeclarations(`Counter ${text}`).metrics).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
