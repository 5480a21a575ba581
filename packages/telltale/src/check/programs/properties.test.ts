import { SourceText } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { createCheckedText } from '../workspace/checked-document.ts';
import type { TextLanguage } from '../workspace/workspace.ts';
import { importedModules } from './imported-modules.ts';
import { programOf } from './program.ts';
import { propertiesIn, textOf } from './properties.ts';

const program = (language: TextLanguage, content: string) =>
  programOf(createCheckedText(language, new SourceText('a', content)));

describe('propertiesIn', () => {
  it('reads an object literal: values, shorthand, nested objects', () => {
    const { byName, isOpen } = propertiesIn(
      program('javascript', `({ a: 'x', b, 'c': { d: [1, 2] }, e: f(1, 2) })`),
      1,
    );
    expect([...byName.keys()]).toEqual(['a', 'b', 'c', 'e']);
    expect([textOf(byName.get('a')), textOf(byName.get('b')), textOf(byName.get('c'))]).toEqual([
      'x',
      undefined,
      undefined,
    ]);
    expect(isOpen).toBe(false);
  });

  it('says that something is spread into it', () => {
    expect(propertiesIn(program('javascript', '({ a: 1, ...rest })'), 1).isOpen).toBe(true);
    expect(propertiesIn(program('python', 'f(a=1, **rest)'), 1).isOpen).toBe(true);
  });

  it('reads keyword arguments and dictionaries of Python', () => {
    const call = propertiesIn(program('python', `f(name='x', hosts=['a', 'b'])`), 1);
    expect([textOf(call.byName.get('name')), call.byName.get('hosts')?.value.length]).toEqual(['x', 5]);
    expect(textOf(propertiesIn(program('python', `{'level': 'DEBUG',}`), 0).byName.get('level'))).toBe(
      'DEBUG',
    );
  });

  it('a literal that never closes ends with the program', () => {
    expect([...propertiesIn(program('javascript', `({ a: 1, b: `), 1).byName.keys()]).toEqual(['a', 'b']);
  });
});

describe('importedModules', () => {
  it('finds import, require and import() in the order in which they stand', () => {
    const text = `import a from 'a'; import 'b'; const c = require("c"); await import('d'); log('from', 'e'); // require('f')`;
    expect(importedModules(program('javascript', text)).map(({ module }) => module)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('finds the modules of Python', () => {
    const text = 'import os\nfrom opentelemetry.exporter.jaeger.thrift import JaegerExporter\n# import no\n';
    expect(importedModules(program('python', text)).map(({ module }) => module)).toEqual([
      'os',
      'opentelemetry.exporter.jaeger.thrift',
      'JaegerExporter',
    ]);
  });
});
