import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRuleFile } from '@telltale/formats';
import { describe, expect, test } from 'vitest';
import { loadRuleGroups } from './load-rule-groups.ts';

/**
 * Prometheus' own rule files are not part of this repository. They are looked for where
 * CONFORMANCE_DIR says, else in a `conformance` folder of a directory beside it.
 */
function findConformance(): string | undefined {
  const named = process.env.CONFORMANCE_DIR;
  if (named !== undefined) return named;
  const repository = fileURLToPath(new URL('../../../../', import.meta.url));
  const parent = dirname(repository.replace(/\/$/, ''));
  try {
    accessSync(parent, constants.R_OK);
  } catch {
    return undefined;
  }
  return readdirSync(parent)
    .map((name) => join(parent, name, 'conformance'))
    .find((folder) => existsSync(join(folder, 'rulefmt')));
}

const conformance = findConformance();

function filesOf(folder: string): string[] {
  return conformance === undefined ? [] : readdirSync(join(conformance, folder));
}

function load(folder: string, name: string) {
  const text = readFileSync(join(conformance ?? '', folder, name), 'utf8');
  return loadRuleGroups(parseRuleFile(text, name));
}

/** Bad under the names that Prometheus 2 allowed; the same content is good under those of Prometheus 3. */
const BAD_FOR_PROMETHEUS_2_ONLY = 'legacy_validation_annotation.bad.yaml';

describe.skipIf(conformance === undefined)("Prometheus' rule files (skipped where they are absent)", () => {
  const isBad = (name: string) => /^invalid|\.bad\./.test(name) && name !== BAD_FOR_PROMETHEUS_2_ONLY;
  const files = ['rules', 'rulefmt'].flatMap((folder) =>
    filesOf(folder).map((name) => [folder, name] as const),
  );

  test.each(files.filter(([, name]) => !isBad(name)))(
    '%s/%s is loaded, with all its rules',
    (folder, name) => {
      const groups = load(folder, name);
      const text = readFileSync(join(conformance ?? '', folder, name), 'utf8');
      const written = text.match(/^ *(?:- |- &\w+ *\n *|- <<: .*\n *)(?:alert|record|<<):/gm) ?? [];
      expect(groups.flatMap(({ rules }) => rules).length).toBe(written.length);
    },
  );

  test.each(files.filter(([, name]) => isBad(name)))('%s/%s is refused with its place', (folder, name) => {
    expect(() => load(folder, name)).toThrow(/\.yaml:\d+:\d+: /);
  });
});
