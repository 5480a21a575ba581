/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * What it takes to open a trace of 10,000 spans, and to scroll through it, on a real station in Chromium:
 * node --conditions=@telltale/source bench/ui/trace-open.ts. ROUNDS=5. Opening is from the press of the key that
 * follows the link to the first rows on screen: asked, stored, sent, read, laid out. Scrolling is processor time of
 * the main thread for each step of a whole screen, whose rows are all new.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOtlpTraces } from '@telltale/model/wire';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { LARGE_SPANS, LARGE_TRACE, largeTrace } from '../../test/e2e/ui/shop-spans.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { freePort } from '../../test/support/free-port.ts';
import { stopProgram } from '../../test/support/program.ts';
import { startStation } from '../../test/support/telltale.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { printTable } from '../sdk/table.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const SCREENS = 100;
const BATCH = 2000;

interface Figures {
  readonly openMs: number;
  readonly taskMs: number;
  readonly scrollMs: number;
  readonly nodes: number;
}

async function sendTrace(url: string): Promise<void> {
  const spans = largeTrace(Date.now());
  for (let at = 0; at < spans.length; at += BATCH) {
    const response = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: writeOtlpTraces(spans.slice(at, at + BATCH)),
    });
    if (!response.ok) throw new Error(`the station answered ${response.status}: ${await response.text()}`);
  }
  await waitFor('the whole trace', async () => {
    const answer = await fetch(`${url}/api/telltale/traces/${LARGE_TRACE}`);
    return answer.ok && ((await answer.json()) as { spans: unknown[] }).spans.length === LARGE_SPANS;
  });
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Time from a link to the first rows of where it leads, by the clock of the page. */
function openTrace(page: Page): Promise<number> {
  return page.evaluate(
    (id) =>
      new Promise<number>((resolve) => {
        const link = document.createElement('a');
        link.href = `/traces/${id}`;
        document.querySelector('main')?.append(link);
        const fromMs = performance.now();
        const look = (): void => {
          const isThere = document.querySelectorAll('[role="treegrid"] [data-index]').length > 10;
          if (isThere) requestAnimationFrame(() => resolve(performance.now() - fromMs));
          else requestAnimationFrame(look);
        };
        link.click();
        look();
      }),
    LARGE_TRACE,
  );
}

async function measure(browser: Browser, url: string): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${url}/traces`);
  await page.getByRole('heading', { name: 'Traces' }).waitFor();
  const beforeOpen = await taskMs(session);
  const openMs = await openTrace(page);
  const beforeScroll = await taskMs(session);
  await page.mouse.move(600, 600);
  for (let screen = 0; screen < SCREENS; screen++) {
    await page.mouse.wheel(0, 800);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const scrollMs = ((await taskMs(session)) - beforeScroll) / SCREENS;
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.close();
  return { openMs, taskMs: beforeScroll - beforeOpen, scrollMs, nodes };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-trace-'));
const station = await startStation(await freePort(), folder, ['--no-host']);
const browser = await launchBrowser(folder);
try {
  await sendTrace(station.url);
  const all: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await measure(browser, station.url));
  const of = (figure: keyof Figures): number => median(all.map((figures) => figures[figure]));
  printTable(
    [`a trace of ${LARGE_SPANS} spans`, 'value', 'goal'],
    [
      ['open, ms of the clock', of('openMs').toFixed(0), '<= 1000'],
      ['of these ms of the main thread', of('taskMs').toFixed(0), ''],
      ['scroll, ms a screen', of('scrollMs').toFixed(1), ''],
      ['elements of the page', String(Math.max(...all.map(({ nodes }) => nodes))), '< 1500'],
    ],
  );
} finally {
  await browser.close();
  await stopProgram(station);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
