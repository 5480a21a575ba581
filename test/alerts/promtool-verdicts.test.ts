import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutantsOf, ruleTestOf, synthesiseCases } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { printRuleTestFile } from '@telltale/formats';
import { generatePrometheus } from '@telltale/manifests';
import { describe, expect, test } from 'vitest';
import { generateRuleTests } from '../../packages/telltale/src/gen/generate-rule-tests.ts';
import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { PRESETS, alertsOf, sampleOf } from './preset-definitions.ts';
import { ourVerdicts, promtoolVerdicts, writeRules } from './verdicts.ts';

const SKIP = !hasProgram('promtool');
const FIXTURES = join(import.meta.dirname, 'fixtures');
const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
/** promtool takes half a minute for the largest. */
const GENERATED = PRESETS.filter(([name]) => IS_LONG || ['migration', 'framework'].includes(name));
/** Alerts of each preset whose cases and mutants are compared. */
const ALERTS = 2;
/** Mutants of each of them. */
const MUTANTS = 3;

/** promtool takes minutes for rules over long windows. */
const PROMTOOL_MS = 600_000;

/** The cases of some alerts against their own rules, and against mutants of them. */
async function writeCases(folder: string, resolved: ResolvedDefinition): Promise<readonly string[]> {
  const files: string[] = [];
  for (const alert of sampleOf(alertsOf(resolved), ALERTS)) {
    const { cases, rules } = await synthesiseCases(resolved, alert.name);
    const versions = [alert, ...sampleOf(mutantsOf(alert), MUTANTS).map(({ rule }) => rule)];
    for (const [i, version] of versions.entries()) {
      const name = `${alert.name}-${i}`;
      writeRules(
        join(folder, `${name}.rules.yml`),
        rules.map((rule) => (rule.kind === 'alerting' && rule.name === alert.name ? version : rule)),
      );
      const { evaluationIntervalMs } = resolved;
      const tests = cases.map(ruleTestOf);
      const file = { ruleFiles: [`${name}.rules.yml`], evaluationIntervalMs, tests };
      writeFileSync(join(folder, `${name}.test.yml`), printRuleTestFile(file));
      files.push(`${name}.test.yml`);
    }
  }
  return files;
}

describe.skipIf(SKIP)('telltale test and promtool (skipped where promtool is missing)', () => {
  const suite = suiteFolder();

  test.each(GENERATED)(
    'agree that the generated tests of the preset %s pass',
    async (name, resolved) => {
      const folder = join(suite.path, name);
      const generated = [...generatePrometheus(resolved), ...(await generateRuleTests(resolved))];
      for (const { path, text } of generated) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const files = generated.map(({ path }) => path).filter((path) => path.endsWith('.test.yml'));
      expect(files).toHaveLength(1);
      const theirs = await promtoolVerdicts(folder, files);
      expect(theirs).toEqual({ [files[0]]: true });
      expect(await ourVerdicts(folder, files)).toEqual(theirs);
    },
    PROMTOOL_MS,
  );

  test.each(PRESETS)(
    'agree on cases of the preset %s, with its rules and with mutants',
    async (name, resolved) => {
      const folder = join(suite.path, `${name}-cases`);
      mkdirSync(folder);
      const files = await writeCases(folder, resolved);
      const theirs = await promtoolVerdicts(folder, files);
      expect(Object.keys(theirs)).toHaveLength(files.length);
      expect(Object.values(theirs)).toContain(true);
      expect(Object.values(theirs)).toContain(false);
      expect(await ourVerdicts(folder, files)).toEqual(theirs);
    },
    PROMTOOL_MS,
  );

  test('agree on files that people write, right ones and wrong ones', async () => {
    cpSync(FIXTURES, suite.path, { recursive: true });
    const text = readFileSync(join(FIXTURES, 'handwritten.test.yml'), 'utf8');
    const wrong = WRONG.map(([what, replacement], i) => {
      if (!text.includes(what)) throw new Error(`the file has no ${what}`);
      writeFileSync(join(suite.path, `wrong-${i}.test.yml`), text.replace(what, replacement));
      return `wrong-${i}.test.yml`;
    });
    const files = ['handwritten.test.yml', 'documented.test.yml', ...wrong];
    const theirs = await promtoolVerdicts(suite.path, files);
    expect(theirs).toEqual(Object.fromEntries(files.map((file) => [file, !wrong.includes(file)])));
    expect(await ourVerdicts(suite.path, files)).toEqual(theirs);
  });
});

/** Changes of the file that is right, each of which makes one of its tests fail, or the file unreadable. */
const WRONG: readonly (readonly [string, string])[] = [
  ['value: 30', 'value: 31'],
  ['severity: page', 'severity: ticket'],
  ['summary: "in zone a', 'summary: "in zone b'],
  ['eval_time: 4m # not yet', 'eval_time: 14m'],
  ['value: 8', 'value: 8.000001'],
  ['\'{queue="mail", zone="a"}\'', '\'{queue="post", zone="a"}\''],
  ['evaluation_interval: 30s', 'evaluation_interval: 5m'],
  ['- alertname: NeverThere', '- alertnam: NeverThere'],
  ['values: "0+10x20"', 'values: "0+10y20"'],
  ['expr: queue:depth:max', 'expr: queue:depth:max{'],
  ['- early', '- early\n  - early'],
  ['handwritten.rules.yml', 'handwritten.broken.yml'],
];
