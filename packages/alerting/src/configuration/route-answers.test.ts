import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import type { Matcher, Route } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { compileRouteTree, matchRoutes } from '../routing/route-tree.ts';
import { loadAlertmanagerConfiguration } from './load-alertmanager-configuration.ts';
import { printNotifierConfiguration } from './print-notifier-configuration.ts';

const TREES = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 600 : 10;
const ALERTS_PER_TREE = 6;

const RECEIVERS = ['ops', 'payments', 'pager'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  severity: ['page', 'ticket', 'info'],
  team: ['payments', 'search'],
  service: ['api', 'api-gateway', 'worker'],
};
const NAMES = Object.keys(VALUES);

const alert = fc
  .tuple(...NAMES.map((name) => fc.option(fc.constantFrom(...VALUES[name]), { nil: '' })))
  .map((values) => LabelSet.from(NAMES.map((name, index) => [name, values[index]] as const)))
  .filter(({ size }) => size > 0);

const matcher: fc.Arbitrary<Matcher> = fc.constantFrom(...NAMES).chain((name) =>
  fc.oneof(
    fc.record({
      name: fc.constant(name),
      op: fc.constantFrom('=' as const, '!=' as const),
      value: fc.constantFrom(...VALUES[name], ''),
    }),
    fc.record({
      name: fc.constant(name),
      op: fc.constantFrom('=~' as const, '!~' as const),
      value: fc.constantFrom('api', 'api.*', 'page|ticket', '.+', '.*', 'pay', '(?i)PAGE'),
    }),
  ),
);

function route(depth: number): fc.Arbitrary<Route> {
  return fc.record({
    receiver: fc.constantFrom(...RECEIVERS),
    matchers: depth === 0 ? fc.constant([]) : fc.array(matcher, { minLength: 1, maxLength: 2 }),
    continue: depth === 0 ? fc.constant(false) : fc.boolean(),
    groupBy: fc.constant(['alertname']),
    groupWaitMs: fc.constant(30_000),
    groupIntervalMs: fc.constant(300_000),
    repeatIntervalMs: fc.constant(14_400_000),
    routes: depth < 3 ? fc.array(route(depth + 1), { maxLength: 3 }) : fc.constant([]),
  });
}

const tree = fc.tuple(
  route(0).filter(({ routes }) => routes.length > 0),
  fc.array(alert, { minLength: ALERTS_PER_TREE, maxLength: ALERTS_PER_TREE }),
);

/** One process asks amtool about all alerts of a tree. */
function amtoolAnswers(file: string, alerts: readonly LabelSet[]): readonly string[] {
  const calls = alerts.map((labels) => {
    const pairs = [...labels.entries()].map(([name, value]) => `${name}=${value}`).join(' ');
    return `amtool config routes test --config.file=${file} ${pairs}`;
  });
  const { stdout, stderr, status } = spawnSync('sh', ['-c', calls.join(' && ')], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout.trim().split('\n');
}

test.runIf(spawnSync('amtool', ['--version']).status === 0)(
  'the router takes an alert to the receivers that amtool config routes test names, in any tree',
  { timeout: 600_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-routes-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'alertmanager.yml');
    const receivers = RECEIVERS.map((name) => {
      return { kind: 'webhook' as const, name, url: 'http://h/', sendResolved: true };
    });
    fc.assert(
      fc.property(tree, ([root, alerts]) => {
        writeFileSync(file, printNotifierConfiguration({ route: root, receivers }));
        const { configuration } = loadAlertmanagerConfiguration(
          printNotifierConfiguration({ route: root, receivers }),
          file,
        );
        const compiled = compileRouteTree(configuration.route, {
          receivers: new Set(RECEIVERS),
          timeIntervals: new Set(),
        });
        const ours = alerts.map((labels) =>
          matchRoutes(compiled, labels)
            .map((node) => node.route.receiver)
            .join(','),
        );
        expect(ours).toEqual(amtoolAnswers(file, alerts));
      }),
      { numRuns: TREES, endOnFailure: true },
    );
  },
);
