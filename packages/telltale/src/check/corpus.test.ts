import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RulePreset } from './check-rule.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import { rulesOfPreset } from './rules/rules-of-preset.ts';
import { runCheck } from './run-check.ts';

const CORPUS = join(import.meta.dirname, '..', '..', 'corpus');

interface Defect {
  /** `static` where files alone show it. */
  readonly where: string;
  readonly rules: readonly string[];
}

interface ExpectedFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

const textOf = (...path: readonly string[]) => readFileSync(join(CORPUS, ...path), 'utf8');

const defects: Readonly<Record<string, Defect>> = JSON.parse(textOf('defects.json'));
const listedAsMissing: readonly string[] = JSON.parse(textOf('missing.json'));
const entries = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();
const idsOf = (preset: RulePreset) => rulesOfPreset(preset).map(({ id }) => id);

/** Files, and guides by their name: a check of a folder does not read those. */
function pathsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['.', ...files.filter((file) => /\.(?:md|txt)$/.test(file))];
}

/** What `recommended` and the rules named find in a folder, one line each. */
async function findingsIn(folder: string, rules: readonly string[]): Promise<readonly string[]> {
  const ids = new Set([...idsOf('recommended'), ...rules]);
  const { findings } = await runCheck({
    paths: pathsIn(folder),
    cwd: folder,
    rules: ALL_RULES.filter(({ id }) => ids.has(id)),
  });
  return findings.map(({ ruleId, place: { position } }) => `${position.file}:${position.line} ${ruleId}`);
}

describe('the corpus of defects', () => {
  it.each(entries)('%s: what is wrong is found where it stands, what is right is left alone', async (id) => {
    const findings: readonly ExpectedFinding[] = JSON.parse(textOf(id, 'expected.json')).findings;
    const rules = findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining([...defects[id].rules]));
    const expected = findings.map(({ rule, file, line }) => `${file}:${line} ${rule}`);
    const wrong = await findingsIn(join(CORPUS, id, 'wrong'), rules);
    expect(wrong.toSorted()).toEqual(expected.toSorted());
    expect(await findingsIn(join(CORPUS, id, 'right'), rules)).toEqual([]);
  });

  it('has an entry for each defect that files alone show, but for those listed as missing', () => {
    const statics = Object.keys(defects).filter((id) => defects[id].where === 'static');
    const missing = statics.filter((id) => !entries.includes(id));
    expect(missing).toEqual(listedAsMissing);
  });

  it('has no entry for a defect that the table does not name', () => {
    expect(entries.filter((id) => !Object.hasOwn(defects, id))).toEqual([]);
  });
});
