/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * A dashboard of 20 panels × 10 series × 240 points on a real station, against a page with nothing but the same
 * uPlot charts, in turns in one browser: node --conditions=@telltale/source bench/ui/dashboard.ts. ROUNDS=5.
 * Figures are processor time of the main thread (JavaScript, layout, painting), so that a busy machine changes them
 * little. Both pages ask for the same numbers by one request of JSON; neither refreshes by itself meanwhile. Ours
 * shows a range of the past, whose numbers are the same at each refresh: all is drawn anew, but words that stay are
 * kept. The bare page has no legend, tooltip or words: what they cost ours is in the ratio.
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { freePort } from '../../test/support/free-port.ts';
import { stopProgram } from '../../test/support/program.ts';
import { startStation, telltale } from '../../test/support/telltale.ts';
import { printTable } from '../sdk/table.ts';
import { startBarePage } from './bare-page.ts';
import { METRICS, POINTS, SERIES, STEP_MS, metricName, valueAt } from './shape.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const REFRESHES = 10;
const MOVES = 100;
const CONFIG = join(import.meta.dirname, 'bench.config.ts');

interface Figures {
  readonly renderMs: number;
  readonly refreshMs: number;
  readonly hoverMs: number;
  readonly firstPaintMs: number;
  readonly interactiveMs: number;
  readonly heapMb: number;
}

/** One of the two pages, and how it is told to ask again. */
interface Contender {
  readonly url: string;
  readonly refresh: (page: Page) => Promise<void>;
}

async function writeHistory(file: string, startMs: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let metric = 0; metric < METRICS; metric++) {
    stream.write(`# TYPE ${metricName(metric)} gauge\n`);
    for (let series = 0; series < SERIES; series++) {
      for (let point = 0; point < POINTS + REFRESHES * 4; point++) {
        const seconds = (startMs + point * STEP_MS) / 1000;
        stream.write(
          `${metricName(metric)}{series="s${series}"} ${valueAt(metric, series, point)} ${seconds}\n`,
        );
      }
    }
  }
  stream.end('# EOF\n');
  await new Promise<void>((resolve, reject) => stream.on('finish', resolve).on('error', reject));
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Waits until the main thread has nothing left to do. */
async function settle(page: Page, session: CDPSession): Promise<number> {
  let before = await taskMs(session);
  for (let quiet = 0; quiet < 4;) {
    await page.waitForTimeout(100);
    const now = await taskMs(session);
    quiet = now - before < 4 ? quiet + 1 : 0;
    before = now;
  }
  return before;
}

async function measure(browser: Browser, { url, refresh }: Contender): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 5000 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url);
  await page.waitForFunction((count) => document.querySelectorAll('.uplot canvas').length >= count, METRICS);
  const renderMs = await settle(page, session);
  const { firstPaintMs, interactiveMs } = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return { firstPaintMs: paint?.startTime ?? 0, interactiveMs: navigation?.domInteractive ?? 0 };
  });
  const beforeRefresh = await taskMs(session);
  for (let i = 0; i < REFRESHES; i++) {
    await refresh(page);
    await settle(page, session);
  }
  const beforeHover = await taskMs(session);
  const box = await page.locator('.uplot .u-over').first().boundingBox();
  if (!box) throw new Error('there is no chart');
  for (let i = 0; i < MOVES; i++)
    await page.mouse.move(box.x + 10 + ((box.width - 20) * i) / MOVES, box.y + 40);
  const afterHover = await settle(page, session);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return {
    renderMs,
    refreshMs: (beforeHover - beforeRefresh) / REFRESHES,
    hoverMs: (afterHover - beforeHover) / MOVES,
    firstPaintMs,
    interactiveMs,
    heapMb: usedSize / 2 ** 20,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-ui-'));
const startMs = Math.floor((Date.now() - POINTS * STEP_MS) / STEP_MS) * STEP_MS - REFRESHES * 4 * STEP_MS;
const history = join(folder, 'history.om');
await writeHistory(history, startMs);
const filled = await telltale(['backfill', history, '--data', join(folder, 'data')], { cwd: folder });
if (filled.exit !== 0) throw new Error(filled.output);
const station = await startStation(await freePort(), folder, ['--config', CONFIG, '--no-host']);
const bare = await startBarePage();
const browser = await launchBrowser(folder);
try {
  const endMs = startMs + POINTS * STEP_MS;
  const contenders: Readonly<Record<string, Contender>> = {
    bare: { url: bare.url, refresh: (page) => page.evaluate('load()') },
    // The range is one of the past, so that all points are there; asking again draws again.
    ours: {
      url: `${station.url}/d/bench?from=${startMs}&to=${endMs}&refresh=off`,
      refresh: (page) => page.keyboard.press('r'),
    },
  };
  const all: Record<string, Figures[]> = { bare: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, contender] of Object.entries(contenders))
      all[name].push(await measure(browser, contender));
  }
  const keys = ['renderMs', 'refreshMs', 'hoverMs', 'firstPaintMs', 'interactiveMs', 'heapMb'] as const;
  printTable(
    ['figure', 'bare', 'ours', 'ratio'],
    keys.map((key) => {
      const [theirs, ours] = ['bare', 'ours'].map((name) => median(all[name].map((figures) => figures[key])));
      return [key, theirs.toFixed(1), ours.toFixed(1), (ours / theirs).toFixed(2)];
    }),
  );
} finally {
  await browser.close();
  bare.server.close();
  await stopProgram(station);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
