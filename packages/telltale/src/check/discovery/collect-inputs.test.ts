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
  it('names build folders that it did not search, and searches them when they are named', async () => {
    const files = {
      'dist/rules.yml': RULES,
      'web/build/rules.yml': RULES,
      'node_modules/x/rules.yml': RULES,
    };
    const { notes, workspace } = await collect(files);
    expect(notes).toEqual(['not searched, as tools write them: dist, web/build; name one to check it']);
    expect(workspace.rules).toEqual([]);
    expect((await collect(files, ['dist'])).workspace.rules).toHaveLength(1);
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
