import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadAlerting } from './alerting-settings.ts';

const RULES = 'groups: [{name: g, rules: [{alert: A, expr: up == 0}]}]';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-alerting-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('rule files, also of a pattern, and an alertmanager.yml make the settings', () => {
  const folder = folderWith({
    'a.yml': RULES,
    'b.yml': RULES.replace('name: g', 'name: h'),
    alertmanager: `route: {receiver: r}\nreceivers: [{name: r, slack_configs: [{api_url: http://x/, color: red}]}]`,
  });
  const files = { rules: ['*.yml'], alertmanager: 'alertmanager' };
  const { settings, warnings } = loadAlerting(files, folder, undefined);
  expect(settings.ruleGroups.map(({ name, intervalMs }) => [name, intervalMs])).toEqual([
    ['g', 60_000],
    ['h', 60_000],
    ['telltale-station', 60_000],
  ]);
  expect(settings.notifier?.receivers).toMatchObject([{ kind: 'slack', name: 'r' }]);
  expect(warnings).toEqual([expect.stringContaining('color of the slack receiver')]);
});

test.each([
  [['none.yml'], 'TT_FILE_READ', 'none.yml cannot be read'],
  [['broken.yml'], 'TT_FILE_FORMAT', 'broken.yml:1:'],
  [['a.yml', 'a.yml'], 'TT_FILE_FORMAT', 'the group g is there twice'],
])('%j is refused', (rules, code, message) => {
  const folder = folderWith({ 'a.yml': RULES, 'broken.yml': RULES.replace('up == 0', 'up ==') });
  expect(() => loadAlerting({ rules }, folder, undefined)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
