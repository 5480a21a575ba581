import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerSeriesRoutes } from './series-routes.ts';

function server() {
  const store = new MemorySeriesStore();
  store.add(LabelSet.of({ __name__: 'up', job: 'a' }), [[1000, 1]]);
  store.add(LabelSet.of({ __name__: 'up', job: 'b', 'http.route': '/' }), [[50_000, 1]]);
  store.add(LabelSet.of({ __name__: 'down', job: 'b' }), [[50_000, 1]]);
  const app = fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  registerSeriesRoutes(app, createQueryEngine({ source: store }));
  return app;
}

async function ask(url: string, form?: string) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await server().inject({
    url: `/api/v1/${url}`,
    ...(form !== undefined && { method: 'POST', payload: form, headers }),
  });
  const answer = response.json<{ data: readonly unknown[]; warnings?: readonly string[]; error?: string }>();
  return { statusCode: response.statusCode, ...answer };
}

test('series are those of any selector, of all time unless told otherwise', async () => {
  const { data } = await ask('series?match[]=up&match[]={job="b"}');
  expect(data).toHaveLength(3);
  expect((await ask('series?match[]=up&end=2')).data).toEqual([{ __name__: 'up', job: 'a' }]);
});

test('a form is read as the address is, its values first', async () => {
  expect((await ask('series?match[]=up', 'match[]=down&start=0')).data).toHaveLength(3);
  expect((await ask('labels', 'match[]=down')).data).toEqual(['__name__', 'job']);
});

test.each([
  ['labels', ['__name__', 'http.route', 'job']],
  ['label/job/values', ['a', 'b']],
  ['label/__name__/values?match[]={job="b"}', ['down', 'up']],
  ['label/U__http_2e_route/values', ['/']],
  ['label/http.route/values', ['/']],
  ['label/nothing/values', []],
])('%s answers %j', async (url, data) => {
  expect(await ask(url)).toEqual({ statusCode: 200, status: 'success', data });
});

test.each(['series?match[]={job=~".%2B"}&', 'labels?', 'label/job/values?'])(
  'more than the limit is cut with a warning: %s',
  async (url) => {
    const { data, warnings } = await ask(`${url}limit=1`);
    expect(data).toHaveLength(1);
    expect(warnings).toEqual(['results truncated due to limit']);
    expect(await ask(`${url}limit=3`)).not.toHaveProperty('warnings');
  },
);

test.each([
  ['series', 'no match[] parameter provided'],
  ['series?match[]=', 'invalid parameter "match[]": '],
  [
    'series?match[]={a=~".*"}',
    'invalid parameter "match[]": match[] must contain at least one non-empty matcher',
  ],
  ['labels?match[]={}', 'match[] must contain at least one non-empty matcher'],
  ['labels?match[]=rate(up[5m])', '"rate(up[5m])" is not a plain series selector'],
  ['labels?start=x', 'invalid parameter "start": invalid time value for \'start\''],
  ['label/job/values?limit=-1', 'invalid parameter "limit": limit must be non-negative'],
])('the question %s is refused', async (url, error) => {
  const answer = await ask(url);
  expect(answer).toMatchObject({ statusCode: 400, errorType: 'bad_data' });
  expect(answer.error).toContain(error);
});
