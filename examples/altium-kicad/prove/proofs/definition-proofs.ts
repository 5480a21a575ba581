import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Proof } from 'telltale-example-support/proving';

import type { Bench } from '../bench.ts';
import { CONFIG, generatePrometheus, telltale } from '../telltale-command.ts';

/** Level of an alert that has fired and resolved, and whose messages receivers have accepted. */
const ACCEPTED = 5;

/** What the definition promises. */
export const DEFINITION_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S0-45'],
    title: 'each of the four alerts of the migration fires, arrives at a receiver and resolves',
    run: async () => {
      const reports: readonly { readonly alertName: string; readonly level: number }[] = JSON.parse(
        await telltale('prove', '--json', '--config', CONFIG),
      );
      // The fifth tells that the target itself is missing.
      assert.equal(reports.length, 5);
      const unproven = reports.filter(({ level }) => level < ACCEPTED).map(({ alertName }) => alertName);
      assert.deepEqual(unproven, []);
    },
  },
  {
    rows: ['S0-23', 'S0-45'],
    title: 'all alerts and panels of the migration ask for metrics and labels that exist',
    run: async () => {
      assert.match(await telltale('check', CONFIG), /^no faults/);
    },
  },
  {
    rows: ['S0-10'],
    title: 'promtool accepts the generated configuration of the migration, with its rules',
    needs: ['promtool'],
    run: async (bench) => {
      const { folder } = await bench.newSite();
      await generatePrometheus(folder);
      const cwd = join(folder, 'prometheus');
      const { stdout } = await promisify(execFile)('promtool', ['check', 'config', 'prometheus.yml'], {
        cwd,
      });
      assert.match(stdout, /SUCCESS: 5 rules found/);
    },
  },
];
