import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { SeriesStore } from './series-store.ts';

const run = promisify(execFile);

test('series are found in any order of labels, as texts and as numbers, and after others were removed', () => {
  const store = new SeriesStore(['a', 'b'], 1);
  const first = store.numberOf({ a: 'x', b: '1' });
  expect(store.numberOf({ b: 1, a: 'x' })).toBe(first);
  expect(store.numberOf({ a: 'x', b: 1 })).toBe(first);
  const others = [{}, { a: 'x' }, { b: 'x' }, { a: '', b: '1' }, { a: 'x', b: '' }];
  const numbers = others.map((labels) => store.numberOf(labels));
  expect(new Set([first, ...numbers]).size).toBe(6);
  store.remove({ a: 'x', b: 1 });
  expect(others.map((labels) => store.numberOf(labels))).toEqual(numbers);
  expect(Array.from(store, ({ state }) => state.labels)).toEqual(others);
  expect(() => store.numberOf({ a: 'x', c: '1' })).toThrow('Added label "c" is not included');
});

test('a process that forbids code from strings finds the same series', async () => {
  const module = new URL('../../prom-client.ts', import.meta.url);
  const program = `
    const { Counter, register } = await import('${module.href}');
    const counter = new Counter({ name: 'c', help: 'C', labelNames: ['a', 'b'] });
    for (const labels of [{ a: 'x', b: '1' }, { b: 1, a: 'x' }, { a: 'x' }]) counter.inc(labels);
    console.log(await register.metrics());`;
  const flags = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module'];
  const forbidden = '--disallow-code-generation-from-strings';
  const outputs = await Promise.all(
    [flags, [...flags, forbidden]].map((options) => run(process.execPath, [...options, '-e', program])),
  );
  expect(outputs[1].stdout).toContain('c{a="x",b="1"} 2');
  expect(outputs[1].stdout).toBe(outputs[0].stdout);
});
