import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runScript } from '../test/notation/run-script.ts';

const folder = fileURLToPath(new URL('../test/cases/', import.meta.url));

describe('the cases written for', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.test')))(
    '%s hold, also in the middle of a range and with times pinned',
    async (name) => {
      const { cases, reruns } = await runScript(readFileSync(folder + name, 'utf8'));
      expect([...cases, ...reruns].filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(cases.length).toBeGreaterThan(5);
      expect(reruns.length).toBeGreaterThan(cases.length);
    },
  );
});

describe('a case fails when', () => {
  const LOAD = `load 1m
  a{i="1"} 1 2 3
  a{i="2"} 4 5 6
  h {{schema:1 count:3 sum:4 buckets:[1 2]}} {{count:3 sum:4 buckets:[1 2] counter_reset_hint:gauge}}
`;
  test.each([
    ['a value differs', 'eval instant at 0 a{i="1"}\n  a{i="1"} 1.00001'],
    ['a series is missing', 'eval instant at 0 a{i="1"}\n  a{i="1"} 1\n  a{i="2"} 4'],
    ['there is one series more', 'eval instant at 0 a\n  a{i="1"} 1'],
    ['labels differ', 'eval instant at 0 a{i="1"}\n  {i="1"} 1'],
    ['the order differs', 'eval instant at 0 sort(a)\n  expect ordered\n  a{i="2"} 4\n  a{i="1"} 1'],
    ['a point is missing', 'eval range from 2m to 9m step 7m a{i="1"}\n  a{i="1"} 3 3'],
    ['there is one point more', 'eval range from 0 to 1m step 1m a{i="1"}\n  a{i="1"} 1 _'],
    ['a scalar differs', 'eval instant at 0 scalar(a{i="1"})\n  2'],
    ['a vector is no scalar', 'eval instant at 0 a{i="1"}\n  1'],
    ['a string differs', 'eval instant at 0 "a"\n  expect string "b"'],
    ['it does not fail', 'eval instant at 0 a\n  expect fail'],
    ['it fails otherwise', 'eval instant at 0 a + on () a\n  expect fail msg: something else'],
    ['a warning is missing', 'eval instant at 0 a{i="1"}\n  expect warn\n  a{i="1"} 1'],
    [
      'there is a remark',
      'eval instant at 2m rate(a{i="1"}[2m1s])\n  expect no_info\n  {i="1"} 0.016666666666',
    ],
    ['a remark is another', 'eval instant at 2m rate(a{i="9"}[2m1s])\n  expect info regex: histogram'],
    ['a histogram has another sum', 'eval instant at 0 h\n  h {{schema:1 count:3 sum:5 buckets:[1 2]}}'],
    ['a histogram has another schema', 'eval instant at 0 h\n  h {{schema:0 count:3 sum:4 buckets:[1 2]}}'],
    ['a bucket is elsewhere', 'eval instant at 0 h\n  h {{schema:1 count:3 sum:4 offset:1 buckets:[1 2]}}'],
    [
      'a reset is named',
      'eval instant at 1m h\n  h {{count:3 sum:4 buckets:[1 2] counter_reset_hint:not_reset}}',
    ],
    ['a number is no histogram', 'eval instant at 0 a{i="1"}\n  a{i="1"} {{}}'],
  ])('%s', async (_, text) => {
    const { cases } = await runScript(`${LOAD}\n${text}\n`);
    expect(cases.map(({ status }) => status)).toEqual(['failed']);
  });

  test.each([
    ['a command that does not exist', 'unload'],
    ['an expectation that does not exist', 'eval instant at 0 a\n  expect surprise'],
    ['two values at one moment', 'eval instant at 0 a{i="1"}\n  a{i="1"} 1 2'],
    ['a histogram with an unknown part', 'load 1m\n  h {{colour:3}}'],
    ['a query that is none', 'eval instant at 0 a +'],
  ])('%s is not supported', async (_, text) => {
    const { cases } = await runScript(`${LOAD}\n${text}\n`);
    expect(cases.map(({ status }) => status)).toEqual(['unsupported']);
  });

  test('a case with start timestamps, which nobody keeps, is not supported unless it passes', async () => {
    const text = `load 1m
  c_total@st _ -30s+0sx1
  c_total 0 1 2

eval instant at 2m c_total
  c_total 2

eval instant at 2m c_total
  c_total 3
`;
    const { cases } = await runScript(text);
    expect(cases.map(({ status }) => status)).toEqual(['passed', 'unsupported']);
  });
});
