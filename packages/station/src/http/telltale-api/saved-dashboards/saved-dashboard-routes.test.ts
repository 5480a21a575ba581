import { createMemoryState } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DashboardContent, SavedDashboard, WrittenPanel } from '../../../contract.ts';
import { createSavedDashboards } from '../../../dashboards/saved/saved-dashboards.ts';
import { createServer } from '../../server.ts';
import { registerSavedDashboards } from './saved-dashboard-routes.ts';

const PANEL: WrittenPanel = {
  title: 'Answering',
  kind: 'stat',
  unit: '',
  queries: [{ query: 'sum(up)', legend: '' }],
  width: 4,
};

let server: FastifyInstance;
let changes = 0;

beforeAll(async () => {
  server = await createServer();
  const saved = createSavedDashboards(createMemoryState(), () => 1_700_000_000_000);
  registerSavedDashboards(server, saved, () => void changes++);
});
afterAll(() => server.close());

function content(changed: Partial<DashboardContent> = {}): DashboardContent {
  return {
    title: 'Shop',
    panels: [PANEL],
    variables: [],
    tags: [],
    refreshMs: null,
    rangeMs: null,
    ...changed,
  };
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  payload?: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await server.inject({
    method,
    url: `/api/telltale/saved_dashboards${path}`,
    headers: { host: '127.0.0.1', ...headers },
    ...(payload && { payload }),
  });
  return { status: response.statusCode, text: response.body };
}

async function create(changed: Partial<DashboardContent> = {}): Promise<SavedDashboard> {
  const { status, text } = await ask('POST', '', { content: content(changed), savedBy: 'Ana' });
  expect({ status, text }).toMatchObject({ status: 201 });
  return JSON.parse(text) as SavedDashboard;
}

describe('a dashboard is saved', () => {
  test('under an address made of its title, and read back as it was written', async () => {
    const before = changes;
    const made = await create({ title: 'Checkout: Läuft?' });
    expect(made).toMatchObject({ slug: '~checkout-l-uft', revision: 1, savedBy: 'Ana' });
    expect(changes).toBe(before + 1);
    const { text } = await ask('GET', `/${encodeURIComponent(made.slug)}`);
    expect(JSON.parse(text)).toEqual(made);
    expect(made.content.panels).toEqual([PANEL]);
  });

  test('each under its own where titles are the same, say nothing, or are taken by the pages', async () => {
    const titles = ['Same', 'Same', '購物', 'new'];
    const slugs: string[] = [];
    for (const title of titles) slugs.push((await create({ title })).slug);
    expect(slugs).toEqual(['~same', '~same-2', '~dashboard', '~new-2']);
  });

  test('over the revision that was changed', async () => {
    const { slug } = await create({ title: 'Changed' });
    const { status, text } = await ask('PUT', `/${slug}`, {
      revision: 1,
      content: content({ title: 'Renamed' }),
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ slug, revision: 2, content: { title: 'Renamed' } });
  });

  test('without what a definition alone knows of a panel', async () => {
    const panels = [{ ...PANEL, source: 'shop.ts:3', metrics: [] }];
    expect((await create({ panels })).content.panels).toEqual([PANEL]);
  });
});

describe('nothing is lost where two save', () => {
  test('the later one is told what is there and who saved it', async () => {
    const { slug } = await create({ title: 'Contested' });
    const both = await Promise.all(
      ['Ana', 'Ben'].map((savedBy) => ask('PUT', `/${slug}`, { revision: 1, savedBy, content: content() })),
    );
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const refused = both.find(({ status }) => status === 409);
    expect(JSON.parse(refused?.text ?? '')).toMatchObject({
      error: expect.stringMatching(/^it was saved meanwhile by (?:Ana|Ben): this is revision 2 now$/),
      current: { slug, revision: 2 },
    });
  });

  test('what was deleted does not come back', async () => {
    const { slug } = await create({ title: 'Gone' });
    expect(await ask('DELETE', `/${slug}?revision=1`)).toMatchObject({ status: 204 });
    const { status, text } = await ask('PUT', `/${slug}`, { revision: 1, content: content() });
    expect(status).toBe(409);
    expect(JSON.parse(text)).toEqual({ error: 'it was deleted meanwhile' });
    expect(await ask('GET', `/${slug}`)).toMatchObject({ status: 404 });
  });

  test('what changed meanwhile is not deleted', async () => {
    const { slug } = await create({ title: 'Kept' });
    await ask('PUT', `/${slug}`, { revision: 1, content: content() });
    expect(await ask('DELETE', `/${slug}?revision=1`)).toMatchObject({ status: 409 });
    expect(await ask('DELETE', `/${slug}`)).toMatchObject({ status: 400 });
    expect(await ask('GET', `/${slug}`)).toMatchObject({ status: 200 });
  });
});

describe('what cannot be drawn is refused', () => {
  test('with the place in the query that is wrong', async () => {
    const panels = [{ ...PANEL, queries: [{ query: 'sum(up', legend: '' }] }];
    const { status, text } = await ask('POST', '', { content: content({ panels }) });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      error: expect.stringContaining('panels[0].queries[0].query: 1:'),
      faults: [{ path: 'panels[0].queries[0].query', from: expect.any(Number), to: expect.any(Number) }],
    });
  });

  test.each<[string, object, string]>([
    ['no content', {}, "body must have required property 'content'"],
    [
      'a kind that there is not',
      { content: content({ panels: [{ ...PANEL, kind: 'hologram' as 'stat' }] }) },
      'body/content/panels/0/kind',
    ],
    [
      'too many panels',
      { content: content({ panels: Array.from({ length: 101 }, () => PANEL) }) },
      'must NOT have more than 100 items',
    ],
    [
      'too wide a panel',
      { content: content({ panels: [{ ...PANEL, width: 13 }] }) },
      'body/content/panels/0/width must be <= 12',
    ],
    ['a title that is a book', { content: content({ title: 'x'.repeat(201) }) }, 'body/content/title'],
    [
      'a list without options',
      {
        content: content({
          variables: [{ kind: 'list', name: 'a', label: 'A', options: [], isMulti: false }],
        }),
      },
      'body/content/variables/0/options',
    ],
  ])('%s', async (_, body, message) => {
    const { status, text } = await ask('POST', '', body);
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(message) });
  });

  test('from a page of another site', async () => {
    const headers = { origin: 'https://elsewhere.example' };
    expect(await ask('POST', '', { content: content() }, headers)).toMatchObject({ status: 403 });
  });
});
