import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { printPrometheusConfig, relabelRuleOf } from '@telltale/formats';
import type { RelabelConfig, ScrapeConfig } from '@telltale/formats';
import { LabelSet, createRelabeller } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { getJson } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

type Labels = Readonly<Record<string, string>>;

const JOBS = 300;
/** In the long tier other rules are tried each time. */
const SEED = process.env['TELLTALE_TEST_SCALE'] === 'long' ? undefined : 42;

/** Prometheus 3 has others, too. */
const OLD_NAME = /^[A-Za-z_]\w*$/;

const name = fc.constantFrom('a', 'b', 'c', 'd_1', '__tmp', 'job');
const sources = { sourceLabels: fc.array(name, { maxLength: 3 }), separator: fc.constantFrom(';', '', '-') };
const pattern = fc.constantFrom(
  '(.*)',
  '.+',
  '',
  'x|y',
  '(x|y)(.*)',
  '([a-z]+)-(?P<n>[0-9]+)',
  '.*;.*',
  'X.',
  '[^y]*',
);
const text = fc.constantFrom('', 'x', 'y', 'xy', 'web-12', 'X1', 'x;y', 'Ünï ß', '$1');
const nameReplacement = fc.constantFrom('$1', 'n_$1', 'b', 'k_${1}');

/** Labels that begin with `__` stay: without an address there is no target. */
const rule: fc.Arbitrary<RelabelConfig> = fc.oneof(
  fc.record({
    ...sources,
    regex: pattern,
    targetLabel: fc.oneof(name, fc.constantFrom('t_$1', 't_${n}', '$4')),
    replacement: fc.constantFrom('$1', '$2', '', 'c', '${n}', '$1$$2', '${1}_$n', 'a$1b'),
  }),
  fc.record({ ...sources, regex: pattern, action: fc.constantFrom('keep', 'drop') }),
  fc.record({
    sourceLabels: fc.array(name, { minLength: 1, maxLength: 2 }),
    targetLabel: name,
    action: fc.constantFrom('keepequal', 'dropequal'),
  }),
  fc.record({
    ...sources,
    modulus: fc.integer({ min: 1, max: 1e6 }),
    targetLabel: name,
    action: fc.constant('hashmod'),
  }),
  fc.record({ ...sources, targetLabel: name, action: fc.constantFrom('lowercase', 'uppercase') }),
  fc.record({
    sourceLabels: fc.constant([]),
    regex: fc.constantFrom('([abc])', '(a|b)', '([a-z])_?.*'),
    replacement: nameReplacement,
    action: fc.constant('labelmap'),
  }),
  fc.record({
    sourceLabels: fc.constant([]),
    regex: fc.constantFrom('a', '[bc]', 't_.*', '[a-z]'),
    action: fc.constant('labeldrop'),
  }),
  fc.record({
    sourceLabels: fc.constant([]),
    regex: fc.constantFrom('__.*|a', '__.*|job|[bc]'),
    action: fc.constant('labelkeep'),
  }),
);

const jobs = fc.sample(
  fc.record({
    labels: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd_1'), text, { noNullPrototype: true }),
    rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
  }),
  { numRuns: JOBS, ...(SEED !== undefined && { seed: SEED }) },
);

interface Target {
  readonly discoveredLabels: Labels;
  readonly labels: Labels;
}

describe.skipIf(!hasProgram('prometheus'))('rules of relabelling, made at random', () => {
  const folder = suiteFolder();
  let prometheus: Program | undefined;
  let active = new Map<string, Target>();
  let dropped = new Set<string>();

  beforeAll(async () => {
    const file = join(folder.path, 'prometheus.yml');
    const scrapeConfigs = jobs.map(({ labels, rules }, index): ScrapeConfig => {
      // Where a target came from is told by a label that no rule changes.
      const staticConfigs = [{ targets: ['127.0.0.1:1'], labels: { ...labels, __case: String(index) } }];
      return {
        jobName: `job-${index}`,
        scrapeIntervalMs: 3_600_000,
        staticConfigs,
        relabelConfigs: rules,
        metricRelabelConfigs: [],
      };
    });
    const config = { global: { externalLabels: {} }, ruleFiles: [], alertmanagers: [], scrapeConfigs };
    writeFileSync(file, printPrometheusConfig(config));
    const port = await freePort();
    prometheus = startProgram('prometheus', [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    await waitFor('all targets are known', async () => {
      const { data } = (await getJson(`http://127.0.0.1:${port}/api/v1/targets`)) as {
        data: { activeTargets: Target[]; droppedTargets: Target[] };
      };
      active = new Map(data.activeTargets.map((target) => [caseOf(target), target]));
      dropped = new Set(data.droppedTargets.map(caseOf));
      return active.size + dropped.size === JOBS;
    });
  });

  afterAll(async () => {
    if (prometheus) await stopProgram(prometheus);
  });

  test('come to the labels that Prometheus comes to, and drop what it drops', () => {
    const wrong = jobs.flatMap(({ labels, rules }, index) => {
      const ours = relabelled(labels, index, rules);
      const theirs = dropped.has(String(index)) ? undefined : active.get(String(index))?.labels;
      if (Object.keys(ours ?? {}).some((label) => !OLD_NAME.test(label))) return [];
      return same(ours, theirs) ? [] : [{ labels, rules, ours, theirs }];
    });
    expect(wrong).toEqual([]);
    expect(active.size).toBeGreaterThan(JOBS / 4);
    expect(dropped.size).toBeGreaterThan(JOBS / 10);
  });
});

function caseOf({ discoveredLabels }: Target): string {
  return discoveredLabels['__case'] ?? '';
}

/** What a target of a job comes to, as servers show it. */
function relabelled(given: Labels, index: number, rules: readonly RelabelConfig[]): Labels | undefined {
  const before = LabelSet.of({
    job: `job-${index}`,
    ...given,
    __address__: '127.0.0.1:1',
    __metrics_path__: '/metrics',
    __scheme__: 'http',
    __scrape_interval__: '1h',
    __scrape_timeout__: '10s',
    __case: String(index),
  });
  const after = createRelabeller(rules.map(relabelRuleOf), compileRelabelRegexp)(before);
  if (!after) return undefined;
  const shown = [...after.entries()].filter(([label]) => !label.startsWith('__'));
  return Object.fromEntries([['instance', '127.0.0.1:1'], ...shown]);
}

function same(a: Labels | undefined, b: Labels | undefined): boolean {
  const text = (labels: Labels | undefined) => labels && LabelSet.of(labels).key;
  return text(a) === text(b);
}
