import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { hasProgram } from '../../support/counterpart.ts';
import { freePort } from '../../support/free-port.ts';
import { importSamples } from '../../support/import-samples.ts';
import { ROOT, stopProgram } from '../../support/program.ts';
import type { RunningStation } from '../../support/telltale.ts';
import { startStation } from '../../support/telltale.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { heldBy } from './held-memory.ts';
import { millSamples } from './mill-samples.ts';

const CONFIG = join(ROOT, 'test/e2e/fixtures/mill.config.ts');
/** Caches fill first, and the engine compiles what runs often. */
const WARM_UP = 100;
const REFRESHES = 1000;
const ALLOWED = 0.1;
const PATIENCE_MS = 300;
/** A thousand refreshes take minutes. */
const isLongTier = process.env['TELLTALE_TEST_SCALE'] === 'long';

/** The page gives up a question after so long; until then it holds on to what would end it. */
const QUESTION_MS = 16_000;

describe.runIf(isLongTier && hasProgram('chromium'))('a dashboard that is left open', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let station: RunningStation;
  let browser: Browser;

  beforeAll(async () => {
    await importSamples(join(folder.path, 'data'), millSamples(Date.now()));
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', CONFIG]);
    browser = await launchBrowser(profile.path);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  test.each(['/d/mill?range=1h&refresh=off', '/d/station?range=15m&refresh=off'])(
    'holds as much after a thousand refreshes as after a hundred: %s',
    async (path) => {
      const { page, faults } = await openPage(browser, station.url + path);
      const session = await page.context().newCDPSession(page);
      await page.locator('.uplot canvas').first().waitFor();
      await refresh(page, WARM_UP);
      const before = await heldBy(session);
      await refresh(page, REFRESHES);
      const after = await heldBy(session);
      for (const part of ['heapBytes', 'nodes', 'listeners'] as const) {
        const change = (after[part] - before[part]) / before[part];
        expect(Math.abs(change), `${part}: ${before[part]}, then ${after[part]}`).toBeLessThanOrEqual(
          ALLOWED,
        );
      }
      expect(faults).toEqual([]);
      await page.close();
    },
    600_000,
  );
});

/** Asks again and again for everything that a page shows. */
async function refresh(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const answered = answerOf(page);
    // A page that is still busy with the answer before asks for nothing new.
    do await page.keyboard.press('r');
    while (!(await Promise.race([answered, setTimeout(PATIENCE_MS, false)])));
  }
  // What was answered last is drawn in a frame of its own, and questions are let go of.
  await setTimeout(QUESTION_MS);
}

async function answerOf(page: Page): Promise<true> {
  const response = await page.waitForResponse((one) => one.url().includes('/query_batch'));
  await response.finished();
  return true;
}
