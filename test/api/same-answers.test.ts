import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { runProgram } from '../support/program.ts';
import { sampleData } from '../support/sample-data.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { TwoEngines } from '../support/two-engines.ts';
import { startTwoEngines } from '../support/two-engines.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';

/*
 * The same samples, with explicit timestamps, are in Debian's Prometheus and in a station; both are
 * asked the same over HTTP, in the forms that the documentation of the API shows.
 */
const END_MS = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000;
const START_MS = END_MS - 3_600_000;

/** What stands in questions for the times of the samples: titles of tests are the same in every run. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  START: seconds(START_MS),
  END: seconds(END_MS),
  AFTER: seconds(END_MS + 60_000),
  RFC_START: new Date(START_MS).toISOString(),
  RFC_END: new Date(END_MS).toISOString(),
};

function seconds(ms: number): string {
  return String(ms / 1000);
}

function filled(question: string): string {
  return question.replaceAll(/\$([A-Z_]+)/g, (_, name: string) => PLACEHOLDERS[name]);
}

/** Questions whose answers are equal, the order of series aside. */
const SAME = [
  'query?query=queue_depth&time=$END',
  'query?query=queue_depth&time=$RFC_END&timeout=5s',
  'query?query=queue_depth[1m]&time=$END',
  'query?query=scalar(queue_depth{instance="shop-0:3000"})&time=$END',
  'query?query="text"&time=$END',
  'query?query=nothing_here&time=$END',
  'query?query=sum(queue_depth)/0&time=$END',
  'query_range?query=sum by (route) (http_requests_total)&start=$START&end=$END&step=5m',
  'query_range?query=queue_depth&start=$RFC_START&end=$RFC_END&step=900',
  'series?match[]=queue_depth&start=$START&end=$END',
  'series?match[]=queue_depth&match[]={__name__=~"process_.*"}&start=$RFC_START&end=$RFC_END',
  'series?match[]=queue_depth',
  'series?match[]=nothing_here',
  'series?match[]=queue_depth&start=$AFTER',
  'labels?start=$START&end=$END',
  'labels?match[]=queue_depth',
  'label/__name__/values?start=$START&end=$END',
  'label/__name__/values?match[]={instance="shop-1:3000"}',
  // The station's own metrics have this label too, once it has scraped itself.
  'label/route/values?match[]=http_requests_total',
  'label/nothing/values',
  'format_query?query=sum+by(route)(http_requests_total{route=~"/.*"})/2',
  'query_exemplars?query=http_requests_total',
  'alerts',
  'alertmanagers',
  'status/walreplay',
] as const;

/** Questions that both refuse with the same status and type, and with the same text up to a position. */
const REFUSED = [
  'query',
  'query?query=',
  'query?query=sum(',
  'query?query=rate(queue_depth)',
  'query?query=up&time=yesterday',
  'query?query=up&timeout=soon',
  'query?query=queue_depth*on()group_left()queue_depth&time=$END',
  'query_range?query=up',
  'query_range?query=up&start=$START&end=$END',
  'query_range?query=up&start=$END&end=$START&step=15',
  'query_range?query=up&start=$START&end=$END&step=0',
  'query_range?query=up&start=$START&end=$END&step=0.1',
  'query_range?query=up[5m]&start=$START&end=$END&step=15',
  'series',
  'series?match[]=up{',
  'series?match[]={job=~".*"}',
  'series?match[]=up&start=x',
  'labels?start=x',
  'labels?match[]={}',
  'label/job/values?end=x',
  'format_query?query=sum(',
  'query_exemplars?query=sum(',
  'query_exemplars?query=up&start=$END&end=$START',
  'rules?type=none',
  'metadata?limit=x',
  'targets/metadata?limit=x',
] as const;

describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))('the API beside Prometheus', () => {
  const folder = suiteFolder();
  let engines: TwoEngines;

  beforeAll(async () => {
    const data = sampleData({ startMs: START_MS, endMs: END_MS, instances: 2 });
    engines = await startTwoEngines(folder.path, data);
  });

  afterAll(() => engines?.stop());

  const both = async (question: string, options: Parameters<typeof ask>[1] = {}) =>
    Promise.all([
      ask(`${engines.stationUrl}/api/v1/${filled(question)}`, options),
      ask(`${engines.prometheusUrl}/api/v1/${filled(question)}`, options),
    ]);

  test.each(SAME)('GET /api/v1/%s is answered the same', async (question) => {
    const [ours, theirs] = await both(question);
    expect(ours.status).toBe(200);
    expect(comparable(ours)).toEqual(comparable(theirs));
  });

  test('GET /api/v1/rules is answered the same but for the rules about the station itself', async () => {
    const [ours, theirs] = await both('rules');
    expect(theirs.json).toEqual({ status: 'success', data: { groups: [] } });
    expect(ours.json).toMatchObject({ status: 'success', data: { groups: [{ name: 'telltale-station' }] } });
  });

  test.each([
    ['query', 'query=queue_depth&time=$END'],
    ['query_range', 'query=queue_depth&start=$START&end=$END&step=600'],
    ['series', 'match[]=queue_depth&match[]=http_request_duration_seconds_bucket&start=$START&end=$END'],
    ['labels', 'match[]=queue_depth&start=$START&end=$END'],
    ['format_query', 'query=a%2Bb'],
    ['query_exemplars', 'query=queue_depth&start=$START&end=$END'],
  ])('POST /api/v1/%s takes a form', async (route, form) => {
    const [ours, theirs] = await both(route, { form: filled(form) });
    expect(comparable(ours)).toEqual(comparable(theirs));
  });

  test.each(REFUSED)('GET /api/v1/%s is refused the same', async (question) => {
    const [ours, theirs] = await both(question);
    expect(theirs.json).toHaveProperty('status', 'error');
    const { error, ...rest } = theirs.json ?? {};
    expect(ours).toMatchObject({ status: theirs.status, json: rest });
    expect(beginning(ours.json?.['error'])).toBe(beginning(error));
  });

  test('without a selector there are no exemplars to tell of', async () => {
    const [ours, theirs] = await both('query_exemplars?query=1');
    expect([ours.status, ours.text]).toEqual([theirs.status, theirs.text]);
  });

  test.each([
    ['instant', 'queue_depth', '--time=$END'],
    ['range', 'sum(http_requests_total)', '--start=$START', '--end=$END', '--step=10m'],
  ])('promtool query %s %s prints the same', async (kind, query, ...flags) => {
    const run = (url: string) => runProgram('promtool', ['query', kind, ...flags.map(filled), url, query]);
    const [ours, theirs] = await Promise.all([run(engines.stationUrl), run(engines.prometheusUrl)]);
    expect(ours.exit, ours.output).toBe(0);
    expect(sortedLines(ours.output)).toEqual(sortedLines(theirs.output));
    expect(ours.output).toContain('=>');
  });

  test.each([
    ['series', '--match=queue_depth', '--start=$START', '--end=$END'],
    ['labels', '--start=$START', '--end=$END'],
  ])('promtool query %s prints the same', async (kind, ...flags) => {
    const run = (url: string) =>
      runProgram('promtool', [
        'query',
        kind,
        ...flags.map(filled),
        url,
        ...(kind === 'labels' ? ['route'] : []),
      ]);
    const [ours, theirs] = await Promise.all([run(engines.stationUrl), run(engines.prometheusUrl)]);
    expect(ours.exit, ours.output).toBe(0);
    expect(sortedLines(ours.output)).toEqual(sortedLines(theirs.output));
    expect(ours.output.trim()).not.toBe('');
  });

  test.each([
    ['-g', '/api/v1/query?query=queue_depth&time=$END'],
    ['-g', `/api/v1/series?match[]=queue_depth&match[]=http_request_duration_seconds_bucket`],
    ['--compressed', '/api/v1/query_range?query=queue_depth&start=$START&end=$END&step=15s'],
    ['--data-urlencode', 'match[]=queue_depth', '/api/v1/series'],
    ['--data-urlencode', 'query=sum(queue_depth)', '-d', 'time=$END', '/api/v1/query'],
  ])('curl %s %s works as documented', async (...args) => {
    const path = filled(args.at(-1) ?? '');
    const options = args.slice(0, -1).map(filled);
    const run = (url: string) => runProgram('curl', ['-sS', ...options, url + path]);
    const [ours, theirs] = await Promise.all([run(engines.stationUrl), run(engines.prometheusUrl)]);
    expect(sorted(JSON.parse(ours.output))).toEqual(sorted(JSON.parse(theirs.output)));
  });
});

function comparable({ status, type, json, text }: Answer) {
  return { status, type, body: json === undefined ? text : sorted(json) };
}

/** Series have no order: lists of them are compared by their text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.map(sorted);
    const isOfObjects = entries.every((entry) => typeof entry === 'object' && !Array.isArray(entry));
    return isOfObjects ? entries.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)) : entries;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

function sortedLines(output: string): string[] {
  return output.trim().split('\n').toSorted();
}

/** Which words explain a fault of a query is the parser's; that it is one, and of what, is the API's. */
function beginning(error: unknown): string {
  const message = String(error).toLowerCase();
  return message
    .replace(/\d+:\d+: .*/s, '')
    .replace(/^(?:found duplicate|many-to-many).*/s, '')
    .replace(/^(?:invalid parameter "query": )?invalid expression type .*/s, '');
}
