import { createRuleManager } from '@telltale/alerting';
import { MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { Rule } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerRuleRoutes } from './rule-routes.ts';

const base = { query: 'vector(1200)', expr: parseExpr('vector(1200)') };
const firing: Rule = {
  ...base,
  kind: 'alerting',
  name: 'A',
  labels: { severity: 'page' },
  forMs: 0,
  keepFiringForMs: 0,
  annotations: {},
};
const recorded: Rule = { ...base, kind: 'recording', name: 'y', labels: { team: 'core' } };

interface RulesAnswer {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Record<string, unknown>[] }[];
  readonly groupNextToken?: string;
}

/** The API over three groups of rules that were evaluated once. */
async function setUp() {
  const store = new MemorySeriesStore();
  const group = (name: string, ...rules: Rule[]) => ({
    name,
    file: `${name}.yml`,
    intervalMs: 10_000,
    rules,
  });
  const rules = createRuleManager({
    groups: [
      { ...group('alerts', firing), limit: 7 },
      group('recordings', recorded),
      group('both', recorded, firing),
    ],
    query: createQueryEngine({ source: store }),
    appender: store,
    clock: new VirtualClock(0),
    state: createMemoryState(),
    onAlerts: () => undefined,
  });
  for (const { name } of rules.groups()) await rules.evaluateOnce(name, 0);
  const server = fastify();
  registerRuleRoutes(server, rules);
  const get = async (url: string) => {
    const response = await server.inject(url);
    const body = response.json<{ data: RulesAnswer; errorType?: string; error?: string }>();
    return { statusCode: response.statusCode, ...body };
  };
  const namesOf = async (url: string) =>
    (await get(url)).data.groups.flatMap((one) => one.rules.map(({ name }) => `${one.name}/${String(name)}`));
  return { get, namesOf };
}

test.each([
  ['', ['alerts/A', 'both/y', 'both/A', 'recordings/y']],
  ['type=record', ['both/y', 'recordings/y']],
  ['type=ALERT', ['alerts/A', 'both/A']],
  ['rule_name[]=A', ['alerts/A', 'both/A']],
  ['rule_group[]=both&rule_group[]=alerts', ['alerts/A', 'both/y', 'both/A']],
  ['file[]=recordings.yml', ['recordings/y']],
  ['match[]={team="core"}', ['both/y', 'recordings/y']],
  ['match[]={team="core"}&match[]={severity=~"p.*"}&rule_group[]=both', ['both/y', 'both/A']],
  ['rule_name[]=nothing', []],
])('the rules for "%s" are listed without the groups that have none', async (question, names) => {
  const { namesOf } = await setUp();
  expect(await namesOf(`/api/v1/rules?${question}`)).toEqual(names);
});

test('groups come in pages, each with what to ask for the next one with', async () => {
  const { get } = await setUp();
  const first = (await get('/api/v1/rules?group_limit=2')).data;
  expect(first.groups.map(({ name }) => name)).toEqual(['alerts', 'both']);
  const second = (await get(`/api/v1/rules?group_limit=2&group_next_token=${first.groupNextToken}`)).data;
  expect(second.groups.map(({ name }) => name)).toEqual(['recordings']);
  expect(second).not.toHaveProperty('groupNextToken');
});

test.each([
  ['type=alerts', 'invalid parameter "type": not supported value "alerts"'],
  ['match[]={a=~".*"}', 'match[] must contain at least one non-empty matcher'],
  [
    'exclude_alerts=maybe',
    'invalid parameter "exclude_alerts": error converting exclude_alerts: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  ['group_limit=0', 'invalid parameter "group_limit": group_limit needs to be greater than 0'],
  [
    'group_next_token=x',
    'invalid parameter "group_next_token": group_limit needs to be present in order to paginate over the groups',
  ],
  [
    'group_limit=1&group_next_token=x',
    `invalid parameter "group_next_token": invalid group_next_token 'x'. were rule groups changed?`,
  ],
])('the question "%s" is refused in the words of Prometheus', async (question, error) => {
  const { get } = await setUp();
  expect(await get(`/api/v1/rules?${question}`)).toMatchObject({
    statusCode: 400,
    errorType: 'bad_data',
    error,
  });
});

test('an alerting rule tells its alerts unless they are left out, a group its limit', async () => {
  const { get } = await setUp();
  const [group] = (await get('/api/v1/rules')).data.groups;
  expect(group).toMatchObject({ limit: 7, interval: 10, lastEvaluation: '1970-01-01T00:00:00.000Z' });
  expect(group.rules[0]).toMatchObject({
    type: 'alerting',
    state: 'firing',
    health: 'ok',
    alerts: [{ value: '1.2e+03' }],
  });
  const [without] = (await get('/api/v1/rules?exclude_alerts=true')).data.groups;
  expect(without.rules[0]).toMatchObject({ state: 'firing', alerts: null });
});

test('the value of an alert is written with an exponent', async () => {
  const { get } = await setUp();
  const { data } = await get('/api/v1/alerts');
  expect(data).toMatchObject({ alerts: [{ state: 'firing', value: '1.2e+03' }, { state: 'firing' }] });
});
