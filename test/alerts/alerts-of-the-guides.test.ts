import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { stringify } from 'yaml';
import { beforeAll, describe, expect, test } from 'vitest';

import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { GUIDE_ALERTS } from './alerts-of-the-guides.ts';
import type { GuideAlert, GuideSeries } from './alerts-of-the-guides.ts';
import { PRESETS, alertsOf } from './preset-definitions.ts';
import { ourVerdicts, promtoolVerdicts, writeRules } from './verdicts.ts';

/*
 * Cases that are made of a rule show that it can fire and arrive, but not that it is the rule which was asked for: one
 * that is wrong gets cases which are wrong with it. So these are written by hand, by what the guides say.
 */
const definitions = new Map(PRESETS);

function ruleOf({ preset, alert }: GuideAlert) {
  const resolved = definitions.get(preset);
  const rule = resolved && alertsOf(resolved).find(({ name }) => name === alert);
  if (!resolved || !rule) throw new Error(`the preset ${preset} has no alert ${alert}`);
  return { resolved, rule };
}

const fileOf = ({ preset, alert }: GuideAlert) => `${preset}-${alert}`;

/** Fires by the minute after it has held long enough, and over windows of ten minutes. */
function caseOf(alert: string, series: GuideSeries, isFiring: boolean) {
  return {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `clamp_max(count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0), 1)`,
        eval_time: '45m',
        exp_samples: [{ labels: '{}', value: isFiring ? 1 : 0 }],
      },
    ],
  };
}

function writeCase(folder: string, guide: GuideAlert): string {
  const name = fileOf(guide);
  writeRules(join(folder, `${name}.rules.yml`), [ruleOf(guide).rule]);
  const file = `${name}.test.yml`;
  const tests = [caseOf(guide.alert, guide.fires, true), caseOf(guide.alert, guide.quiet, false)];
  writeFileSync(
    join(folder, file),
    stringify({ rule_files: [`${name}.rules.yml`], evaluation_interval: '1m', tests }),
  );
  return file;
}

describe('the alerts that the guides ask for', () => {
  const suite = suiteFolder();
  let ours: Record<string, boolean> = {};
  let theirs: Record<string, boolean> | undefined;

  beforeAll(async () => {
    const files = GUIDE_ALERTS.map((guide) => writeCase(suite.path, guide));
    ours = await ourVerdicts(suite.path, files);
    if (hasProgram('promtool')) theirs = await promtoolVerdicts(suite.path, files);
  });

  test.each(GUIDE_ALERTS)('$alert of the preset $preset fires where it should, and only there', (guide) => {
    const file = `${fileOf(guide)}.test.yml`;
    const { rule } = ruleOf(guide);
    expect(rule.labels).toMatchObject({ severity: guide.severity });
    expect(rule.forMs).toBe(guide.forMinutes * 60_000);
    expect(ours[file]).toBe(true);
    if (theirs) expect(theirs[file]).toBe(true);
  });
});
