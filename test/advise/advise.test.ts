import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation, telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

const STEP_S = 300;
const DAY_S = 86_400;

const SHOP = join(ROOT, 'test/advise/fixtures');

/** Six days: a queue that fills up to 50 at noon, orders, and a metric with a label that nobody needs. */
function samples(endS: number): string {
  const lines = ['# TYPE queue_depth gauge'];
  const times: number[] = [];
  for (let t = endS - 6 * DAY_S; t <= endS; t += STEP_S) times.push(t);
  for (const t of times) {
    const share = ((t - endS) % DAY_S) / DAY_S + 1;
    lines.push(`queue_depth{job="shop"} ${share > 0.4 && share < 0.45 ? 50 : 5} ${t}`);
  }
  lines.push('# TYPE orders counter');
  for (const method of ['card', 'invoice']) {
    for (const [index, t] of times.entries())
      lines.push(`orders_total{job="shop",method="${method}"} ${index} ${t}`);
  }
  lines.push('# TYPE legacy counter');
  for (let user = 0; user < 40; user++) {
    for (const t of times.slice(-3)) lines.push(`legacy_total{job="shop",user="u${user}"} 1 ${t}`);
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

describe('advice from a running station', () => {
  const folder = suiteFolder();
  let station: RunningStation;

  beforeAll(async () => {
    // Up to now: what is five minutes old is no longer looked at.
    const endS = Math.floor(Date.now() / 1000);
    writeFileSync(join(folder.path, 'samples.om'), samples(endS));
    const data = join(folder.path, 'data');
    const loaded = await telltale(['backfill', join(folder.path, 'samples.om'), '--data', data]);
    expect(loaded.exit, loaded.output).toBe(0);
    station = await startStation(await freePort(), folder.path, ['--no-host']);
  }, 60_000);

  afterAll(async () => {
    if (station) await stopProgram(station);
  });

  async function advise(topic: string, ...args: readonly string[]) {
    const { exit, output } = await telltale(
      ['advise', topic, SHOP, '--url', station.url, '--json', ...args],
      { cwd: folder.path },
    );
    return { exit, advice: JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) };
  }

  test('metrics that nothing asks for are listed with their series, and left out on request', async () => {
    const fix = join(folder.path, 'drop.yml');
    const { exit, advice } = await advise('unused', '--fix', fix);
    expect(exit).toBe(1);
    expect(advice.unused).toContainEqual({ name: 'legacy_total', seriesNames: ['legacy_total'], series: 40 });
    expect(advice.unused.map(({ name }: { name: string }) => name)).not.toContain('orders_total');
    expect(readFileSync(fix, 'utf8')).toMatch(/regex: [^\n]*\blegacy_total\b[^\n]*\n    action: drop/);
  });

  test('metrics without a panel come with a query that would show them', async () => {
    const { advice } = await advise('unused');
    expect(advice.withoutPanel).toContainEqual({ name: 'queue_depth', query: 'sum(queue_depth)' });
    expect(advice.withoutPanel).toContainEqual({
      name: 'legacy_total',
      query: 'sum(rate(legacy_total[5m]))',
    });
    expect(JSON.stringify(advice.withoutPanel)).not.toContain('orders_total');
  });

  test('the label that makes most series is named, with what it may have by the definition', async () => {
    const { advice } = await advise('cardinality');
    // The station's own series may be more by now.
    expect(advice.names).toContainEqual({
      name: 'legacy_total',
      series: 40,
      budget: 50,
      labels: [{ label: 'user', values: 40, saves: 39 }],
    });
  });

  test('memory is saved by what nothing asks for and by labels, not by a shorter retention', async () => {
    const { advice } = await advise('memory');
    // The station's own series may be there by now, and make the first larger.
    expect(advice.savings[0].what).toContain('that nothing asks for');
    expect(advice.savings[0].series).toBeGreaterThanOrEqual(40);
    expect(advice.savings).toContainEqual({ what: 'add legacy_total up over user (40 values)', series: 39 });
    expect(advice.remarks.join(' ')).toContain('A shorter retention frees disk');
  });

  test('what looks back farther than samples are kept is a finding', async () => {
    const { exit, advice } = await advise('retention');
    expect(exit).toBe(1);
    expect(advice.broken).toEqual([{ what: 'alert FewOrders', windowMs: 30 * DAY_S * 1000 }]);
  });

  test('a threshold that was passed every day is told, with one that would be calm', async () => {
    const { advice } = await advise('thresholds', '--range', '6d', '--per-week', '1');
    const [full, overfull] = advice.findings;
    expect(full).toMatchObject({ name: 'QueueFull', threshold: 20, seen: { p50: 5, worst: 50 } });
    expect(full.firings).toBeGreaterThanOrEqual(5);
    expect(full.suggestion).toBe(50);
    expect(overfull).toMatchObject({ name: 'QueueNeverFull', firings: 0, suggestion: 1000 });
  });

  test('people read it as text', async () => {
    const { output } = await telltale(['advise', 'cardinality', SHOP, '--url', station.url], {
      cwd: folder.path,
    });
    expect(output).toContain('legacy_total  40 series');
    expect(output).toContain('user: 40 values; without it 39 series fewer');
    expect(output).toContain('expr: sum without (user) (rate(legacy_total[5m]))');
  });
});
