import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/run-cli.ts';
import { createInputCollector } from '../workspace/input-collector.ts';
import { collectInputs } from './collect-inputs.ts';

const RULES = 'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up == 0\n';

async function collect(files: Readonly<Record<string, string>>, paths: readonly string[] = ['.']) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const collector = createInputCollector();
  const discovery = await collectInputs(paths, folder, collector);
  return { ...discovery, workspace: collector.workspace() };
}

describe('the search of a folder', () => {
  it('reads YAML and JSON in build folders, but no programs, and says so', async () => {
    const files = {
      'dist/rules.yml': RULES,
      'dist/app.js': "new Counter({ name: 'built_total', help: 'h' });",
      'web/build/deep/rules.yml': RULES,
      'web/build/node_modules/x/rules.yml': RULES,
      'node_modules/x/rules.yml': RULES,
    };
    const { notes, workspace } = await collect(files);
    const note =
      'only YAML and JSON was read in dist, web/build, as tools write them: name one to check it all';
    expect(notes).toEqual([note]);
    expect(workspace.rules.map(({ query }) => query.placeOf({ start: 0, end: 1 }).position.file)).toEqual([
      'dist/rules.yml',
      'web/build/deep/rules.yml',
    ]);
    expect(workspace.texts).toEqual([]);
    expect((await collect(files, ['dist'])).workspace.texts).toHaveLength(1);
  });

  it('says that jsonnet is not read', async () => {
    const { notes } = await collect({ 'mixin.libsonnet': '{}', 'main.jsonnet': '{}' });
    expect(notes).toEqual(['jsonnet is not read (2 files): check what is rendered from it']);
  });

  it('goes on where a file that looks like a metrics page is none', async () => {
    const { skipped, workspace } = await collect({ 'a.prom': 'no page {\n', 'rules.yml': RULES });
    expect(skipped).toEqual([{ file: 'a.prom', reason: 'it is no metrics page', mayHoldRules: false }]);
    expect(workspace.rules).toHaveLength(1);
  });

  it('reads a file once, also where it is named and its folder too', async () => {
    const { workspace } = await collect({ 'a/rules.yml': RULES }, ['.', 'a', 'a/rules.yml', 'a/rules.yml']);
    expect(workspace.rules).toHaveLength(1);
  });

  it('knows which files and folders exist, and that of none where only files were named', async () => {
    const files = { 'a/b/rules.yml': RULES };
    const { hasFile } = (await collect(files)).workspace;
    expect([hasFile('a/b'), hasFile('a/b/rules.yml'), hasFile('b')]).toEqual([true, true, false]);
    expect((await collect(files, ['a/b/rules.yml'])).workspace.hasFile('a')).toBeUndefined();
  });
});
