import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import { hasProgram } from '../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { PRESETS } from '../test/preset-definitions.ts';
import { generateAll } from './generators.ts';
import { layoutOf } from './layout-of.ts';

describe.each<[string, ResolvedDefinition]>(Object.entries(PRESETS))(
  'the files of the preset %s',
  (_, definition) => {
    const layout = layoutOf(definition);

    function written(target?: string): string {
      const folder = temporaryFolder();
      const options = target === undefined ? {} : { target: { prometheus: target } };
      for (const { path, text } of generateAll(definition, options)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return folder;
    }

    it('are the same bytes twice', () => {
      expect(generateAll(definition)).toEqual(generateAll(definition));
    });

    it.skipIf(!hasProgram('promtool'))('are accepted by promtool 2.42', () => {
      const folder = written('2.42');
      const config = spawnSync('promtool', ['check', 'config', join(folder, layout.prometheus)]);
      expect(`${config.stdout.toString()}${config.stderr.toString()}`).not.toMatch(/FAILED|error:/i);
      expect(config.status).toBe(0);
      const web = spawnSync('promtool', ['check', 'web-config', join(folder, layout.web)]);
      expect(web.status).toBe(0);
    });

    it.skipIf(!hasProgram('amtool'))('are accepted by amtool 0.25', () => {
      const folder = written();
      const { status, stdout } = spawnSync('amtool', ['check-config', join(folder, layout.alertmanager)]);
      expect(stdout.toString()).not.toContain('FAILED');
      expect(status).toBe(0);
    });
  },
);
