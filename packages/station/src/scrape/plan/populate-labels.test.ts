import type { ResolvedTarget } from '@telltale/definition';
import type { RelabelRule } from '@telltale/model';
import { LabelSet, createRelabeller, relabelRule } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { discoveredLabels, populateTarget, targetTemplate } from './populate-labels.ts';

const JOB: ResolvedTarget = {
  job: 'shop',
  addresses: [],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 15_000,
  timeoutMs: 10_000,
  labels: {},
};

/** What becomes of one target that was found with some labels. */
function populate(
  labels: Readonly<Record<string, string>>,
  {
    job = {},
    group = {},
    rules = [],
  }: {
    readonly job?: Partial<ResolvedTarget>;
    readonly group?: Readonly<Record<string, string>>;
    readonly rules?: readonly Partial<RelabelRule>[];
  } = {},
) {
  const relabel = createRelabeller(rules.map(relabelRule), compileRelabelRegexp);
  const template = targetTemplate({ ...JOB, ...job }, relabel);
  const discovered = discoveredLabels(template, LabelSet.of(group), LabelSet.of(labels));
  return { discovered: discovered.toObject(), populated: populateTarget(template, discovered) };
}

describe('labels of a target', () => {
  test('it is found with those of its job, and scraped where they say', () => {
    const { discovered, populated } = populate({ __address__: 'a:80', __meta_filepath: 'f.json' });
    expect(discovered).toEqual({
      __address__: 'a:80',
      __meta_filepath: 'f.json',
      __metrics_path__: '/metrics',
      __scheme__: 'http',
      __scrape_interval__: '15s',
      __scrape_timeout__: '10s',
      job: 'shop',
    });
    expect(populated).toMatchObject({
      kind: 'active',
      target: {
        job: 'shop',
        instance: 'a:80',
        url: 'http://a:80/metrics',
        intervalMs: 15_000,
        timeoutMs: 10_000,
        labels: { job: 'shop', instance: 'a:80' },
      },
    });
  });

  test('those of the target come before those of the definition, and these before those of its group', () => {
    const { populated } = populate(
      { __address__: 'a:80', x: 'target' },
      {
        job: { labels: { x: 'definition', y: 'definition' } },
        group: { x: 'group', y: 'group', z: 'group' },
      },
    );
    expect(populated).toMatchObject({ target: { labels: { x: 'target', y: 'definition', z: 'group' } } });
  });

  test('labels say where, how often and with which parameters it is scraped', () => {
    const { populated } = populate({
      __address__: 'a:80',
      __scheme__: 'https',
      __metrics_path__: 'probe?x',
      __param_target: 'b c&d',
      __scrape_interval__: '1m',
      __scrape_timeout__: '5s',
      instance: 'b',
      job: 'probes',
    });
    expect(populated).toMatchObject({
      target: {
        url: 'https://a:80/probe%3Fx?target=b+c%26d',
        intervalMs: 60_000,
        timeoutMs: 5000,
        instance: 'b',
        labels: { job: 'probes', instance: 'b' },
      },
    });
  });

  test('a label of a parameter is the first of its values, the others stay', () => {
    const job = { path: '/probe?debug=1', params: { module: ['a', 'b'] } };
    const rules = [{ sourceLabels: ['__address__'], targetLabel: '__param_module' }];
    expect(populate({ __address__: 'a:80' }, { job }).populated).toMatchObject({
      target: { url: 'http://a:80/probe?debug=1&module=a&module=b' },
    });
    expect(populate({ __address__: 'a:80' }, { job, rules }).populated).toMatchObject({
      target: { url: 'http://a:80/probe?debug=1&module=a%3A80&module=b' },
    });
  });

  test('labels in underscores do not reach samples, and those of discovery can be kept under other names', () => {
    const rules = [{ action: 'labelmap', regex: '__meta_(.+)', replacement: 'found_$1' } as const];
    const { populated } = populate({ __address__: 'a:80', __meta_zone: 'north', __tmp: 'x' }, { rules });
    expect(populated).toMatchObject({
      target: { labels: { job: 'shop', instance: 'a:80', found_zone: 'north' } },
    });
    expect(JSON.stringify(populated)).not.toContain('__');
  });

  test('rules drop a target', () => {
    const rules = [{ action: 'drop', sourceLabels: ['zone'], regex: 'north' } as const];
    expect(populate({ __address__: 'a:80', zone: 'north' }, { rules }).populated.kind).toBe('dropped');
    expect(populate({ __address__: 'a:80', zone: 'south' }, { rules }).populated.kind).toBe('active');
  });

  test('a label named __proto__ or constructor is a label like any other', () => {
    const group = JSON.parse('{"constructor": "x", "toString": "y"}') as Record<string, string>;
    const { populated } = populate({ __address__: 'a:80' }, { group });
    expect(populated).toMatchObject({ target: { labels: { constructor: 'x', toString: 'y' } } });
    const proto = LabelSet.from([
      ['__address__', 'a:80'],
      ['__proto__', 'x'],
    ]);
    const template = targetTemplate(JOB, (labels) => labels);
    expect(populateTarget(template, discoveredLabels(template, proto, LabelSet.empty)).kind).toBe('active');
  });

  test.each([
    [{}, 'it has no address'],
    [{ __address__: 'a/b' }, '"a/b" is not HOST:PORT'],
    [{ __address__: 'user:pass@a:80' }, '"user:pass@a:80" is not HOST:PORT'],
    [{ __address__: 'a b' }, '"a b" is not HOST:PORT'],
    [{ __address__: 'a:99999' }, '"a:99999" is not HOST:PORT'],
    [{ __address__: 'a\r\nhost: b' }, 'is not HOST:PORT'],
    [{ __address__: 'a', __scheme__: 'file' }, 'the scheme "file" is neither http nor https'],
    [{ __address__: 'a', __scrape_interval__: '0s' }, '__scrape_interval__ is "0s"'],
    [{ __address__: 'a', __scrape_timeout__: 'soon' }, '__scrape_timeout__ is "soon"'],
    [{ __address__: 'a', __scrape_timeout__: '16s' }, 'the scrape timeout is longer'],
    [{ __address__: 'a', zone: '\ud800' }, 'the label "zone" is no Unicode text'],
  ])('%j is no target', (labels, reason) => {
    const { populated } = populate(labels);
    expect(populated).toEqual({ kind: 'invalid', reason: expect.stringContaining(reason) });
  });
});
