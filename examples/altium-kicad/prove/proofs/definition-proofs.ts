import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Proof } from '../proof.ts';
import { CONFIG, generatePrometheus, telltale } from '../telltale-command.ts';

/** What the definition promises. */
export const DEFINITION_PROOFS: readonly Proof[] = [
  {
    rows: ['S0-45'],
    title: 'each of the four alerts of the migration fires, arrives at a receiver and resolves',
    run: async () => {
      const reports: readonly { readonly alert: string; readonly isProven: boolean }[] = JSON.parse(
        await telltale('prove', '--json', '--config', CONFIG),
      );
      // The fifth tells that the target itself is missing.
      assert.equal(reports.length, 5);
      assert.ok(reports.every(({ isProven }) => isProven));
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
