import type { ChangePlace, ChangedTrait, VersionChange } from '@telltale/manifests';
import { PROGRAM_VERSIONS } from '@telltale/manifests';
import { describe, expect, it } from 'vitest';
import type { ExampleInput } from '../../check-rule.ts';
import { exampleRouting } from '../am/example-routing.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { recordingFile } from '../examples/example-files.ts';
import { exampleWorkspace } from '../examples/example-workspace.ts';
import { findChanges } from './find-changes.ts';

type Files = NonNullable<ExampleInput['files']>;

/** The container of a program in Kubernetes, where flags and variables show as in Compose. */
const container = (image: string, rest: string): Files => ({
  'pod.yml': `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      image: ${image}\n${rest}`,
});

const IMAGES = {
  prometheus: 'prom/prometheus',
  alertmanager: 'prom/alertmanager',
  grafana: 'grafana/grafana',
};

const TRAITS: Readonly<Record<ChangedTrait, Files>> = {
  'dot-in-regexp': { 'rules.yml': recordingFile('up{job=~"a.*"}') },
  'whole-bucket': { 'rules.yml': recordingFile('x_bucket{le="1"}') },
  'aligned-subquery': { 'rules.yml': recordingFile('sum_over_time(up[10m:5m])') },
  'target-without-port': {
    'prometheus.yml':
      'scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: [shop.example.com]\n',
  },
  'untyped-metrics': {
    'app.js': "app.get('/metrics', async (req, res) => { res.send(await register.metrics()); });\n",
  },
  'unquoted-matcher': {
    'alertmanager.yml': exampleRouting({ routes: '    - receiver: team\n      matchers: ["a=b c"]\n' }),
  },
};

/** Files in which a key stands, where the change has no example of its own. */
const KEYS: Readonly<Record<string, Files>> = {
  'scrape_configs.*.scrape_classic_histograms': {
    'prometheus.yml': 'scrape_configs:\n  - job_name: a\n    scrape_classic_histograms: true\n',
  },
  'remote_write.*.enable_http2': {
    'prometheus.yml': 'remote_write:\n  - url: https://a.example.com/\nscrape_configs: []\n',
  },
  'receivers.*.telegram_configs.*.parse_mode': {
    'alertmanager.yml': exampleRouting({
      receivers: '  - name: team\n    telegram_configs:\n      - chat_id: 1\n        bot_token: a\n',
    }),
  },
  mute_time_intervals: {
    'alertmanager.yml': exampleRouting({
      end: 'mute_time_intervals:\n  - name: night\n    time_intervals: []\n',
    }),
  },
  'alerting.alertmanagers.*.api_version': {
    'prometheus.yml':
      'alerting:\n  alertmanagers:\n    - api_version: v1\n      static_configs: []\nscrape_configs: []\n',
  },
  'panels.*.alert': dashboardFiles({ panel: { alert: { name: 'a' } } }).files,
  apiVersion: {
    'dashboard.json': JSON.stringify({
      apiVersion: 'dashboard.grafana.app/v2beta1',
      kind: 'Dashboard',
      metadata: { name: 'a' },
      spec: { title: 'A', elements: { a: { kind: 'Panel' } }, layout: { kind: 'GridLayout' } },
    }),
  },
  'datasources.*.type': {
    'datasources.yml': 'apiVersion: 1\ndatasources:\n  - name: a\n    type: grafana-simple-json-datasource\n',
  },
};

function filesOf(place: ChangePlace, example: string | undefined, image: string): Files {
  switch (place.in) {
    case 'query': {
      const matcher = 'metric' in place && place.label ? `{${place.label}="${place.value}"}` : '';
      const name = 'metric' in place ? place.metric : '';
      return { 'rules.yml': recordingFile(example ?? `${name}${matcher}`) };
    }
    case 'trait':
      return TRAITS[place.trait];
    case 'panel':
      return dashboardFiles({ panel: { type: place.type } }).files;
    case 'command':
      return container(image, `      args: ['--${place.flag}=${place.value ?? '1'}']\n`);
    case 'environment':
      return container(image, `      env: [{ name: ${place.variable}, value: 'true' }]\n`);
    case 'rules':
      return { 'rules.yml': example ?? '' };
    default:
      return KEYS[place.key] ?? { 'prometheus.yml': example ?? '' };
  }
}

const changes = PROGRAM_VERSIONS.flatMap(({ program, oldest, newest, changes: known }) =>
  known.map((change: VersionChange) => ({
    name: `${program} ${JSON.stringify(change.place)}`,
    change,
    version: change.since ?? change.until ?? change.ignoredSince ?? change.changedIn ?? '',
    target: `${program}=${change.since === undefined ? newest : oldest}`,
    files: filesOf(change.place, change.example, IMAGES[program]),
  })),
);

describe('every change that is known', () => {
  it.each(changes)(
    '$name: shows where it is written, with the version that made it',
    ({ files, target, version }) => {
      const found = findChanges(exampleWorkspace({ files, targetVersions: target }));
      expect(found.map(({ message }) => message)).toContainEqual(expect.stringContaining(version));
      for (const { fix, place } of found) {
        expect(fix).not.toBe('');
        expect(place.position.line).toBeGreaterThan(0);
      }
    },
  );

  it.each(changes)('$name: is silent where nobody asks for a version', ({ files }) => {
    expect(findChanges(exampleWorkspace({ files }))).toEqual([]);
  });
});
