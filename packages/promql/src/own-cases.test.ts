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
