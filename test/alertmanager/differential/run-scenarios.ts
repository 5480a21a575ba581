import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertmanagerPair } from '../alertmanager-pair.ts';
import type { PostedAlert, Scenario, Step } from './scenario.ts';

const FIRING_MS = 10 * 60_000;

/** Plays all scenarios at the same time to both servers, each step at the same moment; ends `afterMs` later. */
export async function runScenarios(
  pair: AlertmanagerPair,
  scenarios: readonly Scenario[],
  afterMs: number,
): Promise<void> {
  const startMs = Date.now();
  const urls = [pair.stationUrl, pair.alertmanagerUrl];
  await Promise.all(scenarios.flatMap((scenario) => urls.map((url) => playAll(url, scenario, startMs))));
  await sleep(afterMs);
}

/** No scenario waits for another: a step that came late could come after the flush it is meant to come before. */
async function playAll(url: string, { name, steps }: Scenario, startMs: number): Promise<void> {
  for (const step of steps.toSorted((a, b) => a.atMs - b.atMs)) {
    await sleep(Math.max(0, startMs + step.atMs - Date.now()));
    await play(url, name, step);
  }
}

async function play(url: string, scenario: string, { post, silence, expireSilences }: Step): Promise<void> {
  const nowMs = Date.now();
  const at = (ms: number) => new Date(nowMs + ms).toISOString();
  if (post) {
    await send(
      `${url}/api/v2/alerts`,
      'POST',
      post.map((alert) => bodyOf(alert, scenario, at)),
    );
  }
  if (silence) {
    const matchers = [
      { name: 'alertname', value: silence.alert, isRegex: false },
      { name: 'scenario', value: scenario, isRegex: false },
    ];
    const times = { startsAt: at(0), endsAt: at(silence.forMs) };
    await send(`${url}/api/v2/silences`, 'POST', { matchers, ...times, createdBy: 'test', comment: 'test' });
  }
  if (expireSilences) await expireAll(url, scenario);
}

function bodyOf(
  { name, labels, as, annotations }: PostedAlert,
  scenario: string,
  at: (ms: number) => string,
) {
  return {
    labels: { alertname: name, scenario, ...labels },
    annotations: annotations ?? {},
    ...(as === 'firing' && { startsAt: at(0), endsAt: at(FIRING_MS) }),
    ...(as === 'resolved' && { endsAt: at(0) }),
  };
}

async function expireAll(url: string, scenario: string): Promise<void> {
  const filter = encodeURIComponent(`scenario="${scenario}"`);
  const response = await fetch(`${url}/api/v2/silences?filter=${filter}`);
  const silences = (await response.json()) as readonly { readonly id: string }[];
  await Promise.all(silences.map(({ id }) => send(`${url}/api/v2/silence/${id}`, 'DELETE')));
}

async function send(url: string, method: string, body?: unknown): Promise<void> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
}
