import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../conformance/differential/answer.ts';
import { answerOfWire } from '../conformance/differential/answer.ts';
import type { WireAnswer } from '../conformance/differential/answer.ts';
import { answerDifference } from '../conformance/differential/compare-answers.ts';
import { hasProgram } from '../support/counterpart.ts';
import { telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { SharedQuery } from './queries.ts';
import { LABEL_QUESTIONS, QUERIES } from './queries.ts';
import type { ThreeServers } from './three-servers.ts';
import { END_MS, startThreeServers } from './three-servers.ts';

/** Full windows alone: at the first samples, Prometheus 2 extrapolates in another way than Prometheus 3. */
const START_MS = END_MS - 25 * 60_000;
const STEP_MS = 60_000;
/** Sums may be added up in another order. */
const ROUNDING = { relative: 1e-9, absolute: 1e-9 };
/** Keeps fewer digits of what it stores. */
const FEWER_DIGITS = { relative: 1e-8, absolute: 1e-8 };

const seconds = (ms: number): string => String(ms / 1000);

async function ask(url: string, { query, isRange }: SharedQuery): Promise<Answer> {
  const times: Record<string, string> = isRange
    ? { start: seconds(START_MS), end: seconds(END_MS), step: seconds(STEP_MS) }
    : { time: seconds(END_MS) };
  const parameters = new URLSearchParams({ query, ...times });
  const response = await fetch(`${url}/api/v1/${isRange ? 'query_range' : 'query'}?${parameters}`);
  return answerOfWire((await response.json()) as WireAnswer);
}

describe.skipIf(!hasProgram('prometheus'))('the same samples, stored here and read from elsewhere', () => {
  const folder = suiteFolder();
  let servers: ThreeServers;
  beforeAll(async () => {
    servers = await startThreeServers(folder.path);
  }, 60_000);
  afterAll(() => servers?.stop());

  test('fifty questions over Prometheus have the answers of the station itself', async () => {
    const { local, overPrometheus } = servers;
    const differences: string[] = [];
    let withSeries = 0;
    for (const one of QUERIES) {
      const [ours, theirs] = await Promise.all([local, overPrometheus].map(({ url }) => ask(url, one)));
      const difference = answerDifference(theirs, ours, ROUNDING);
      if (difference !== undefined) differences.push(`${one.query}: ${difference}`);
      if (ours.kind === 'series' && ours.series.size > 0) withSeries++;
    }
    expect(differences).toEqual([]);
    // All but what is not there, a text, and what is no query.
    expect(withSeries).toBe(QUERIES.length - 3);
    // The station that scrapes has its own metrics, too, but later.
    const ofTheSamples = `start=${seconds(END_MS - 3_600_000)}&end=${seconds(END_MS)}`;
    for (const path of LABEL_QUESTIONS) {
      const answers = await Promise.all(
        [local, overPrometheus].map(({ url }) =>
          sortedList(`${url}/api/v1/${path}${path.includes('?') ? '&' : '?'}${ofTheSamples}`),
        ),
      );
      expect(answers[1], path).toEqual(answers[0]);
    }
    expect(QUERIES.length + LABEL_QUESTIONS.length).toBeGreaterThanOrEqual(50);
  }, 30_000);

  test.skipIf(!hasProgram('victoria-metrics'))(
    'over VictoriaMetrics they have, too, where it means the same by them',
    async () => {
      const { local, overVictoriaMetrics } = servers;
      const differences: string[] = [];
      const shared = QUERIES.filter(({ isOfMetricsQl }) => isOfMetricsQl);
      for (const one of shared) {
        const ours = await ask(local.url, one);
        const theirs = await ask(overVictoriaMetrics?.url ?? '', one);
        const difference = answerDifference(theirs, ours, FEWER_DIGITS);
        if (difference !== undefined) differences.push(`${one.query}: ${difference}`);
      }
      expect(differences).toEqual([]);
      expect(shared.length).toBeGreaterThanOrEqual(20);
    },
    30_000,
  );

  test('panels of pages and the command line show the same', async () => {
    const { local, overPrometheus } = servers;
    const body = JSON.stringify({
      startMs: START_MS,
      endMs: END_MS,
      stepMs: STEP_MS,
      queries: [
        { id: 'a', query: 'sum by (code) (requests_total)' },
        { id: 'b', query: 'sum(' },
        { id: 'c', query: 'queue_depth' },
      ],
    });
    const headers = { 'content-type': 'application/json' };
    const panels = await Promise.all(
      [local, overPrometheus].map(async ({ url }) => {
        const response = await fetch(`${url}/api/telltale/query_batch`, { method: 'POST', headers, body });
        const lines = (await response.text()).trimEnd().split('\n');
        return lines
          .map((line) => ({ ...JSON.parse(line), error: undefined, durationMs: undefined }))
          .map(sortedSeries);
      }),
    );
    expect(panels[1]).toEqual(panels[0]);
    const args = ['query', 'sum by (code) (requests_total)', '--at', seconds(END_MS), '--url'];
    const [ours, theirs] = await Promise.all(
      [local, overPrometheus].map(({ url }) => telltale([...args, url])),
    );
    expect(theirs).toEqual(ours);
    expect(ours.output).toContain('{code="200"}');
  });
});

async function sortedList(url: string): Promise<readonly string[]> {
  const response = await fetch(url);
  const { data } = (await response.json()) as { readonly data: readonly unknown[] };
  return data.map((one) => JSON.stringify(one)).toSorted();
}

interface PanelLine {
  readonly series?: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** The order of series is the engine's. */
function sortedSeries<Line extends PanelLine>(line: Line): Line {
  const key = (one: object): string => JSON.stringify(one);
  return { ...line, series: line.series?.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) };
}
