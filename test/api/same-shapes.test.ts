import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { runProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { ask } from './ask.ts';
import type { LivePair } from './live-pair.ts';
import { startLivePair } from './live-pair.ts';
import { differences, shapeOf } from './shape.ts';

/*
 * A station and Debian's Prometheus scrape the same page and evaluate the same rules. They never do it
 * at the same moment, so answers have the same names and types, and the same values where those do not
 * depend on the moment.
 */
describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))('the API live beside Prometheus', () => {
  const folder = suiteFolder();
  let pair: LivePair;

  beforeAll(async () => {
    pair = await startLivePair(folder.path);
  });

  afterAll(() => pair?.stop());

  const both = (path: string, options: Parameters<typeof ask>[1] = {}) =>
    Promise.all([ask(pair.stationUrl + path, options), ask(pair.prometheusUrl + path, options)]);

  test.each([
    'query?query=up{job="shop"}',
    'query?query=orders:sum&stats=true',
    'targets?scrapePool=shop',
    'targets?state=active&scrapePool=shop',
    'targets?state=dropped',
    'scrape_pools',
    'targets/metadata?match_target={job="shop"}',
    'targets/metadata?match_target={job="shop"}&metric=orders_total',
    'metadata',
    'metadata?metric=orders_total&limit_per_metric=1',
    'rules',
    'rules?type=alert',
    'rules?type=record',
    'alerts',
    'alertmanagers',
    'status/config',
    'status/runtimeinfo',
    'status/buildinfo',
    'status/walreplay',
  ])('/api/v1/%s has every name and type that Prometheus answers', async (question) => {
    const [ours, theirs] = await both(`/api/v1/${question}`);
    expect([ours.status, ours.type]).toEqual([theirs.status, theirs.type]);
    expect(differences(shapeOf(ours.json), shapeOf(theirs.json))).toEqual([]);
  });

  test.each(['', '?limit=3'])('/api/v1/status/tsdb%s counts what series are made of', async (question) => {
    const [ours, theirs] = await both(`/api/v1/status/tsdb${question}`);
    // A station does not know the times of what is in memory apart from what is on disk.
    expect(differences(shapeOf(ours.json), shapeOf(theirs.json))).toEqual([
      '$.data.headStats.minTime: missing',
      '$.data.headStats.maxTime: missing',
    ]);
  });

  test.each([
    ['the health check', 'query', 'query=1%2B1&time=4'],
    ['a panel', 'query_range', 'query=depth_bytes&start=1&end=61&step=15'],
    ['suggestions of names', 'label/__name__/values?match[]={job="shop"}', undefined],
    ['suggestions of labels', 'labels', 'match[]={job="shop"}'],
    ['series of a metric', 'series', 'match[]=orders_total'],
    ['the version', 'status/buildinfo', undefined],
    ['help of metrics', 'metadata', undefined],
    ['alerts and recordings', 'rules', undefined],
    ['exemplars', 'query_exemplars', 'query=orders_total'],
  ])('Grafana finds %s at /api/v1/%s', async (_, route, form) => {
    const [ours, theirs] = await both(`/api/v1/${route}`, form === undefined ? {} : { form });
    expect([ours.status, ours.json?.['status']]).toEqual([200, 'success']);
    expect(differences(shapeOf(ours.json), shapeOf(theirs.json))).toEqual([]);
  });

  test('rules tell the same, times aside', async () => {
    const [ours, theirs] = await both('/api/v1/rules');
    const times = /"(?:evaluationTime|lastEvaluation|activeAt)":(?:[-\d.e]+|"[^"]*"),?/g;
    const timeless = (text: string): unknown => JSON.parse(text.replaceAll(times, '').replaceAll(',}', '}'));
    expect(timeless(ours.text)).toEqual(timeless(theirs.text));
  });

  test('metadata tells the same of what both scrape', async () => {
    const [ours, theirs] = await both('/api/v1/metadata?metric=orders_total');
    expect(ours.json).toEqual(theirs.json);
  });

  test.each(['', ';escaping=underscores'])('a federated page has the same series: %s', async (escaping) => {
    const headers = { accept: `text/plain;version=0.0.4${escaping}` };
    const path = '/federate?match[]={job="shop"}&match[]=orders:sum';
    const [ours, theirs] = await both(path, { headers });
    const series = (text: string) =>
      text
        .replaceAll(/ \S+ \d+$/gm, '')
        .split('\n')
        .toSorted();
    expect(series(ours.text)).toEqual(series(theirs.text));
    expect(ours.text).toMatch(/^orders:sum\{team="core",instance=""\} 7 \d{13}$/m);
  });

  test('Prometheus scrapes a federated page of the station', async () => {
    const page = await ask(`${pair.stationUrl}/federate?match[]={job="shop"}`);
    const file = join(folder.path, 'federated');
    writeFileSync(file, page.text);
    const { output } = await runProgram('sh', ['-c', `promtool check metrics < ${file}`]);
    expect(output).not.toContain('error while linting');
  });

  test.each([
    ['GET', '/-/healthy'],
    ['HEAD', '/-/healthy'],
    ['GET', '/-/ready'],
    ['HEAD', '/-/ready'],
    ['GET', '/-/reload'],
    ['POST', '/-/reload'],
    ['PUT', '/-/quit'],
    ['GET', '/-/quit'],
  ])('%s %s answers with the same status', async (method, path) => {
    const [ours, theirs] = await both(path, { method });
    expect(ours.status).toBe(theirs.status);
    // Without a body there is nothing that could have a type.
    if (method !== 'HEAD') expect(ours.type).toBe(theirs.type);
  });

  test('the configuration of the station is one of Prometheus', async () => {
    const { json } = await ask(`${pair.stationUrl}/api/v1/status/config`);
    const file = join(folder.path, 'station.yml');
    writeFileSync(file, dataOf(json)['yaml']);
    const { exit, output } = await runProgram('promtool', ['check', 'config', '--lint=none', file]);
    expect(exit, output).toBe(0);
  });

  test('a snapshot is taken into a folder of the name that is told', async () => {
    const [ours, theirs] = await both('/api/v1/admin/tsdb/snapshot', { method: 'POST' });
    expect(differences(shapeOf(ours.json), shapeOf(theirs.json))).toEqual([]);
    expect(existsSync(join(pair.dataFolder, 'snapshots', dataOf(ours.json)['name']))).toBe(true);
  });

  test("promtool finds no fault in the station's own metrics", async () => {
    const command = `curl -sf ${pair.stationUrl}/metrics | promtool check metrics`;
    const { exit, output } = await runProgram('sh', ['-c', command]);
    expect(output).not.toContain('telltale_');
    expect(exit, output).toBe(0);
  });
});

/** The data of an answer that is an object of texts. */
function dataOf(json: Record<string, unknown> | undefined): Readonly<Record<string, string>> {
  return json?.['data'] as Readonly<Record<string, string>>;
}
