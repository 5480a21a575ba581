import { relabelRule } from '@telltale/model';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerRelabelStepsRoute } from './relabel-steps-route.ts';

const RULES = [
  relabelRule({ sourceLabels: ['__address__'], regex: '(.*):.*', targetLabel: 'host' }),
  relabelRule({ action: 'drop', sourceLabels: ['zone'], regex: 'old' }),
  relabelRule({ action: 'labeldrop', regex: 'zone' }),
];

async function ask(parameters: Readonly<Record<string, string>>) {
  const server = fastify();
  registerRelabelStepsRoute(server, (job) => (job === 'shop' ? RULES : undefined));
  const question = new URLSearchParams(parameters).toString();
  const answer = await server.inject(`/api/v1/targets/relabel_steps?${question}`);
  return { code: answer.statusCode, ...answer.json<{ data?: { steps: object[] }; error?: string }>() };
}

test('each rule of a job tells what it makes of labels', async () => {
  const { data } = await ask({ scrapePool: 'shop', labels: '{"__address__":"a:80","zone":"north"}' });
  expect(data?.steps).toMatchObject([
    { rule: { action: 'replace', source_labels: ['__address__'], target_label: 'host' }, keep: true },
    { output: { __address__: 'a:80', host: 'a', zone: 'north' }, keep: true },
    { output: { __address__: 'a:80', host: 'a' }, keep: true },
  ]);
});

test('nothing is left behind a rule that drops the target', async () => {
  const { data } = await ask({ scrapePool: 'shop', labels: '{"__address__":"a:80","zone":"old"}' });
  expect(data?.steps).toMatchObject([
    { keep: true },
    { output: {}, keep: false },
    { rule: { action: 'labeldrop' }, output: {}, keep: false },
  ]);
});

test.each([
  [{ labels: '{}' }, 'no scrapePool parameter provided'],
  [{ scrapePool: 'shop' }, 'no labels parameter provided'],
  [{ scrapePool: 'shop', labels: '{' }, 'error parsing labels'],
  [{ scrapePool: 'shop', labels: '{"a":1}' }, 'error parsing labels'],
  [{ scrapePool: 'cart', labels: '{}' }, 'scrape pool "cart" not found'],
])('%j is refused', async (parameters, message) => {
  expect(await ask(parameters)).toMatchObject({ code: 400, error: expect.stringContaining(message) });
});
