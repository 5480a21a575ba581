import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startGrafana } from './grafana-double.ts';
import type { GrafanaDouble } from './grafana-double.ts';

const MODULE = join(ROOT, 'packages/definition/src/index.ts');
const TITLES = ['Orders', 'Stock', 'Money'];

let grafana: GrafanaDouble;
let root: string;
/** Of the definition. */
let folder: string;
let definitions = 0;
beforeEach(async () => {
  grafana = await startGrafana();
  root = temporaryFolder();
  define(TITLES);
});
afterEach(() => grafana.close());

/** A definition with a dashboard of each title. */
function define(titles: readonly string[], range = '5m'): void {
  const boards = titles.map(
    (title) => `${JSON.stringify(title)}: { Rate: m.shop_orders_total.rate('${range}') }`,
  );
  // A module at one place is read once in a process.
  folder = join(root, String(++definitions));
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'telltale.config.ts'),
    `import { counter, defineMonitoring } from ${JSON.stringify(MODULE)};
export default defineMonitoring({
  service: 'shop',
  metrics: { shop_orders_total: counter({ help: 'Orders' }) },
  targets: { shop: { address: '127.0.0.1:8080' } },
  dashboards: (m) => ({ ${boards.join(', ')} }),
});
`,
  );
}

const push = (args: readonly string[] = [], token = 'glsa_right') =>
  telltaleHere(['push', '--grafana', grafana.url, ...args], {
    cwd: folder,
    env: { TELLTALE_GRAFANA_TOKEN: token },
  });

const titlesIn = ({ dashboards }: GrafanaDouble) =>
  [...dashboards.values()].map(({ dashboard }) => String(dashboard['title'])).toSorted();

const uidOf = (title: string): string => `shop-${title.toLowerCase()}`;

describe('telltale push', () => {
  test('brings folder and dashboards to an empty Grafana, and a second run writes nothing', async () => {
    const first = await push();
    expect(first.exit, first.output).toBe(0);
    expect(first.output).toContain('3 written, 0 as they were');
    expect(titlesIn(grafana)).toEqual(TITLES.toSorted());
    const [[uid, title]] = [...grafana.folders];
    expect({ uid, title }).toEqual({ uid: 'telltale-shop', title: 'shop' });
    for (const { folderUid, dashboard } of grafana.dashboards.values()) {
      expect(folderUid).toBe('telltale-shop');
      expect(dashboard['tags']).toContain('telltale:shop');
    }
    const writes = [...grafana.writes];
    const second = await push();
    expect(second.exit, second.output).toBe(0);
    expect(second.output).toContain('0 written, 3 as they were');
    expect(grafana.writes).toEqual(writes);
    expect(grafana.faults).toEqual([]);
  });

  test('a second run writes nothing to a Grafana that adds fields of its own', async () => {
    grafana.addsFields = true;
    await push();
    const writes = grafana.writes.length;
    const { exit, output } = await push();
    expect(exit, output).toBe(0);
    expect(output).toContain('0 written, 3 as they were');
    expect(grafana.writes).toHaveLength(writes);
  });

  test('writes only the dashboard that differs, over the version that was read', async () => {
    await push();
    define(TITLES.with(1, 'Stocks'));
    const { exit, output } = await push();
    expect(exit, output).toBe(0);
    expect(output).toContain('+ Stocks: created');
    expect(output).toContain('1 written, 2 as they were');
    expect(output).toContain('? Stock: left alone – it is no longer defined: --prune removes it');
    define(['Orders'], '10m');
    expect((await push()).output).toContain('~ Orders: changed');
    expect(grafana.dashboards.get(uidOf('Orders'))?.versions).toHaveLength(2);
    expect(grafana.faults).toEqual([]);
  });

  test('--dry-run says what would be written, writes nothing, and fails until all is as defined', async () => {
    const before = await push(['--dry-run']);
    expect(before.exit).toBe(1);
    expect(before.output).toContain('+ Orders: would be created');
    expect(before.output).toContain('folder shop, which would be created');
    expect(grafana.writes).toEqual([]);
    await push();
    const after = await push(['--dry-run']);
    expect(after.exit, after.output).toBe(0);
    expect(after.output).toContain('nothing to write, 3 as they are defined');
  });

  test('what somebody changes in Grafana is written again, with who it was and where it stays', async () => {
    await push();
    grafana.edit(uidOf('Stock'), 'alice', { panels: [] });
    const { exit, output } = await push();
    expect(exit, output).toBe(0);
    expect(output).toContain('~ Stock: changed – alice had changed it in Grafana: version 2 of its history');
    expect(grafana.dashboards.get(uidOf('Stock'))?.dashboard['panels']).not.toEqual([]);
    expect((await push()).output).toContain('0 written, 3 as they were');
  });

  test('a change between reading and writing is a conflict that names who made it, unless forced', async () => {
    await push();
    define(TITLES, '10m');
    const race = ({ title, uid }: Record<string, unknown>): undefined => {
      if (title === 'Stock') grafana.edit(String(uid), 'bob', { description: 'mine' });
    };
    grafana.beforeSave = race;
    const { exit, output } = await push();
    expect(exit).toBe(1);
    expect(output).toContain('! Stock: not written – bob changed it meanwhile (version 2, read was 1)');
    expect(output).toContain('2 written, 0 as they were, 1 not written');
    expect(grafana.dashboards.get(uidOf('Stock'))?.dashboard['description']).toBe('mine');
    const forced = await push(['--force']);
    expect(forced.exit, forced.output).toBe(0);
    expect(grafana.dashboards.get(uidOf('Stock'))?.dashboard['description']).not.toBe('mine');
    grafana.beforeSave = () => undefined;
    expect((await push()).output).toContain('0 written, 3 as they were');
  });

  test('a dashboard that somebody made under the same uid is left alone until it is taken over', async () => {
    grafana.dashboards.set(uidOf('Orders'), {
      dashboard: { uid: uidOf('Orders'), title: 'By hand', tags: [] },
      folderUid: '',
      isProvisioned: false,
      versions: [{ version: 1, message: '', createdBy: 'alice' }],
    });
    const { exit, output } = await push();
    expect(exit).toBe(1);
    expect(output).toContain('! Orders: not written – alice made it, not telltale: --force takes it over');
    expect(titlesIn(grafana)).toEqual(['By hand', 'Money', 'Stock']);
    expect((await push(['--force'])).exit).toBe(0);
    expect(titlesIn(grafana)).toEqual(TITLES.toSorted());
  });

  test('a dashboard that Grafana reads from a file is named as such and not asked for', async () => {
    await push();
    const kept = grafana.dashboards.get(uidOf('Money'));
    if (kept) kept.isProvisioned = true;
    define(TITLES, '10m');
    const { exit, output } = await push(['--force']);
    expect(exit).toBe(1);
    expect(output).toContain(
      '! Money: not written – Grafana reads it from a file, and takes it from nowhere else',
    );
    expect(grafana.faults).toEqual([]);
  });

  test('--prune deletes what was pushed and is defined no longer, and nothing of people', async () => {
    await push();
    const tags = ['telltale:shop'];
    const of = (uid: string, createdBy: string, more: object) => ({
      dashboard: { uid, title: uid, ...more },
      folderUid: 'telltale-shop',
      isProvisioned: false,
      versions: [{ version: 1, message: '', createdBy }],
    });
    grafana.dashboards.set('copy', of('copy', 'carol', { tags }));
    grafana.dashboards.set('by-hand', of('by-hand', 'dave', { tags: ['shop'] }));
    grafana.dashboards.set('other', of('other', 'sa-ci', { tags: ['telltale:shop-2'] }));
    define(['Orders']);
    const dry = await push(['--prune', '--dry-run']);
    expect(dry.exit).toBe(1);
    expect(dry.output).toContain('- Stock: would be deleted');
    const { exit, output } = await push(['--prune']);
    expect(exit).toBe(1);
    expect(output).toContain(
      '! copy: not written – carol has changed it since it was pushed: --force removes it',
    );
    expect(output).toContain('0 written, 2 deleted, 1 as they were, 1 not written');
    expect(titlesIn(grafana)).toEqual(['Orders', 'by-hand', 'copy', 'other']);
    expect((await push(['--prune', '--force'])).exit).toBe(0);
    expect(titlesIn(grafana)).toEqual(['Orders', 'by-hand', 'other']);
  });

  test.each([
    ['no token', '', 'Give the token of a service account as TELLTALE_GRAFANA_TOKEN'],
    ['a wrong token', 'glsa_wrong', 'HTTP 401: Unauthorized'],
  ])('with %s nothing is asked twice and the reason is told', async (_, token, reason) => {
    const { exit, output } = await push([], token);
    expect(exit).toBe(2);
    expect(output).toContain(reason);
    expect(grafana.writes).toEqual([]);
  });

  test('the token may stand in a file, and is in no output', async () => {
    writeFileSync(join(folder, 'token'), 'glsa_right\n');
    const { exit, output } = await telltaleHere(['push', '--grafana', grafana.url, '--json'], {
      cwd: folder,
      env: { TELLTALE_GRAFANA_TOKEN_FILE: 'token' },
    });
    expect(exit, output).toBe(0);
    expect(output).not.toContain('glsa_right');
    expect(JSON.parse(output)).toMatchObject({
      address: grafana.url,
      folder: { title: 'shop', outcome: 'created' },
      dashboards: TITLES.map((title) => ({ title, uid: uidOf(title), outcome: 'created' })),
    });
  });

  test('a token that may only read writes nothing, and says what it was refused', async () => {
    const { exit, output } = await push([], 'glsa_viewer');
    expect(exit).toBe(2);
    expect(output).toContain("folder shop, not created: HTTP 403: You'll need additional permissions");
    expect(output).toContain('. Orders: not tried');
    expect((await push(['--dry-run'], 'glsa_viewer')).exit).toBe(1);
    expect(grafana.writes).toEqual([]);
  });

  test('where Grafana fails on the way it is told what was written and what not, and another run finishes', async () => {
    grafana.beforeSave = ({ title }) => (title === 'Stock' ? 500 : undefined);
    const broken = await push();
    expect(broken.exit).toBe(2);
    expect(broken.output).toContain('+ Orders: created');
    expect(broken.output).toContain('! Stock: not written – HTTP 500: Failed to save dashboard');
    expect(broken.output).toContain('. Money: not tried');
    expect(broken.output).toContain('1 written, 0 as they were, 2 not written');
    grafana.beforeSave = () => undefined;
    const { exit, output } = await push();
    expect(exit, output).toBe(0);
    expect(output).toContain('2 written, 1 as they were');
    expect(titlesIn(grafana)).toEqual(TITLES.toSorted());
  });

  test('what Grafana refuses stands beside the rest, which is written', async () => {
    grafana.beforeSave = ({ title }) => (title === 'Stock' ? 422 : undefined);
    const { exit, output } = await push();
    expect(exit).toBe(1);
    expect(output).toContain('! Stock: not written – HTTP 422');
    expect(titlesIn(grafana)).toEqual(['Money', 'Orders']);
  });

  test('a folder of the title that is there already is used, and General is no folder', async () => {
    grafana.folders.set('team', 'Team dashboards');
    expect((await push(['--folder', 'Team dashboards'])).exit).toBe(0);
    expect(grafana.folders.size).toBe(1);
    expect(new Set([...grafana.dashboards.values()].map(({ folderUid }) => folderUid))).toEqual(
      new Set(['team']),
    );
    expect((await push(['--folder', 'General'])).output).toContain('3 written');
    expect(new Set([...grafana.dashboards.values()].map(({ folderUid }) => folderUid))).toEqual(
      new Set(['']),
    );
    expect((await push(['--folder', 'General'])).output).toContain('0 written');
  });

  test('a folder that cannot be made is told with the reason, and nothing is written beside it', async () => {
    grafana.hiddenFolders.add('shop');
    const { exit, output } = await push();
    expect(exit).toBe(2);
    expect(output).toContain(
      'folder shop, not created: HTTP 409: a folder with the same name already exists',
    );
    expect(output).toContain('0 written, 0 as they were, 3 not written');
    expect(grafana.writes).toEqual([]);
    expect((await push(['--folder', 'Shop of CI'])).exit).toBe(0);
  });

  test('panels ask the data source that is named, and one that is not there is told', async () => {
    const { output } = await push(['--datasource', 'mimir']);
    expect(output).toContain('Grafana has no data source with the uid "mimir"');
    const text = JSON.stringify(grafana.dashboards.get(uidOf('Orders'))?.dashboard);
    expect(text).toContain('{"type":"prometheus","uid":"mimir"}');
    expect(text).not.toContain('"uid":"prometheus"');
  });

  test('hostile titles reach Grafana as they are, and the terminal without what steers it', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', 'a/../b?x=1#y', 'bell\u0007 and \u001B[31mred\u202E'];
    define(hostile);
    const { exit, output } = await push(['--folder', '../<b>\u001B[2J']);
    expect(exit, output).toBe(0);
    expect(output).not.toMatch(/[^\n\t\u0020-\u007e\u00a0-\u2027\u2030-\uffff]/u);
    expect(titlesIn(grafana)).toEqual(hostile.toSorted());
    expect((await push(['--folder', '../<b>\u001B[2J'])).output).toContain('0 written, 3 as they were');
    expect(grafana.faults).toEqual([]);
  });

  test('without an address nothing is pushed', async () => {
    const { exit, output } = await telltaleHere(['push'], { cwd: folder });
    expect(exit).toBe(2);
    expect(output).toContain('--grafana http://grafana:3000');
  });
});
