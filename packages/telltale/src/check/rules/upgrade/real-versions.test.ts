import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VersionChange } from '@telltale/manifests';
import { KNOWN_FLAGS, PROGRAM_VERSIONS } from '@telltale/manifests';
import { describe, expect, it } from 'vitest';
import { hasProgram } from '../../../../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../../../../test/support/temporary-folder.ts';
import { checkWorkspace } from '../../check-workspace.ts';
import { recordingFile } from '../examples/example-files.ts';
import { exampleRouting } from '../am/example-routing.ts';
import { exampleWorkspace } from '../examples/example-workspace.ts';

/** What an installed program answers, and what it writes about it. */
function run(
  program: string,
  ...args: readonly string[]
): { readonly isTaken: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return { isTaken: status === 0, said: `${stdout}${stderr}` };
}

/** `2.42` of a program that is installed. */
function installed(program: string): string {
  return /version (\d+\.\d+)/.exec(run(program, '--version').said)?.[1] ?? '';
}

const RULES_OF_FILES = /^(?:upgrade\/refused|am\/unknown-field|am\/schema)$/;

/** Whether the check says that a version refuses a file. */
function isRefused(file: string, text: string, targetVersions: string): boolean {
  const { findings } = checkWorkspace(exampleWorkspace({ files: { [file]: text }, targetVersions }));
  return findings.some(({ ruleId }) => RULES_OF_FILES.test(ruleId));
}

function writeText(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const PROMETHEUS = PROGRAM_VERSIONS.find(({ program }) => program === 'prometheus')?.changes ?? [];

/** Each fact of taking and refusing with the file that it shows in. */
const FACTS = PROMETHEUS.flatMap(({ place, since, until, example }: VersionChange) => {
  if (example === undefined) return [];
  const name = `${'function' in place ? `${place.function}()` : 'key' in place ? place.key : ''} ${since ?? until}`;
  if (place.in === 'query') return [{ name, file: 'rules.yml', text: recordingFile(example) }];
  if (place.in === 'rules') return [{ name, file: 'rules.yml', text: example }];
  return [{ name, file: 'prometheus.yml', text: example }];
});

describe.skipIf(!hasProgram('promtool'))(
  'the changes of Prometheus against the promtool that is installed',
  () => {
    const target = hasProgram('promtool') ? `prometheus=${installed('promtool')}` : '';

    it.each(FACTS)('$name: what it refuses is refused, what it takes is taken', ({ file, text }) => {
      const path = writeText(file, text);
      const { isTaken, said } = run('promtool', 'check', file === 'rules.yml' ? 'rules' : 'config', path);
      expect({ isRefused: isRefused(file, text, target), said }).toEqual({ isRefused: !isTaken, said });
    });

    it('has facts that it takes and facts that it refuses', () => {
      const refused = FACTS.filter(({ file, text }) => isRefused(file, text, target));
      expect(refused.length).toBeGreaterThan(10);
      expect(FACTS.length - refused.length).toBeGreaterThan(10);
    });
  },
);

const FLAGS = KNOWN_FLAGS.filter(({ component }) => component === 'prometheus').map(({ flag }) => flag);

describe.skipIf(!hasProgram('prometheus'))(
  'the flags of Prometheus against the one that is installed',
  () => {
    const target = hasProgram('prometheus') ? `prometheus=${installed('prometheus')}` : '';

    it.each(FLAGS)('--%s is known to the check as it is to the program', (flag) => {
      const { said } = run('prometheus', '--config.file=/nowhere/prometheus.yml', `--${flag}=1`);
      const compose = `services:\n  prometheus:\n    image: prom/prometheus\n    command: ['--${flag}=1']\n`;
      expect(isRefused('compose.yaml', compose, target)).toBe(said.includes('unknown long flag'));
    });
  },
);

const KINDS: Readonly<Record<string, string>> = {
  webhook: 'url: http://localhost/',
  sns: 'topic_arn: arn:aws:sns:eu-west-1:123456789012:shop\n        sigv4: { region: eu-west-1 }',
  telegram: 'bot_token: a\n        chat_id: 1',
  discord: 'webhook_url: http://localhost/',
  webex: 'room_id: a\n        http_config: { authorization: { credentials: a } }',
  msteams: 'webhook_url: http://localhost/',
  msteamsv2: 'webhook_url: http://localhost/',
  jira: 'api_url: http://localhost/\n        project: A\n        issue_type: Bug',
  rocketchat: 'channel: a\n        token: a\n        token_id: a',
  incidentio: 'url: http://localhost/\n        alert_source_token: a',
  mattermost: 'webhook_url: http://localhost/',
};

const ROUTINGS = [
  ...Object.entries(KINDS).map(([kind, fields]) => ({
    name: `${kind}_configs`,
    text: exampleRouting({ receivers: `  - name: team\n    ${kind}_configs:\n      - ${fields}\n` }),
  })),
  {
    name: 'time_intervals',
    text: exampleRouting({
      routes: '    - receiver: team\n      active_time_intervals: [night]\n',
      end: 'time_intervals:\n  - name: night\n    time_intervals: []\n',
    }),
  },
  {
    name: 'webhook timeout',
    text: exampleRouting({
      receivers:
        '  - name: team\n    webhook_configs:\n      - url: http://localhost/\n        timeout: 5s\n',
    }),
  },
];

describe.skipIf(!hasProgram('amtool'))(
  'the changes of Alertmanager against the amtool that is installed',
  () => {
    const target = hasProgram('amtool') ? `alertmanager=${installed('amtool')}` : '';

    it.each(ROUTINGS)('$name: what it refuses is refused, what it takes is taken', ({ text }) => {
      const { isTaken, said } = run('amtool', 'check-config', writeText('alertmanager.yml', text));
      expect({ isRefused: isRefused('alertmanager.yml', text, target), said }).toEqual({
        isRefused: !isTaken,
        said,
      });
    });
  },
);
