import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, launchBrowser, openPage, overflowOf } from '../support/browser.ts';
import type { PageOptions } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation } from '../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const MARKUP = `<img src=x onerror="document.body.id='taken'"><script>document.body.id='taken'</script>`;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const MINUTE_MS = 60_000;

interface Sent {
  readonly message: string;
  readonly service?: string;
  /** How long ago it happened. */
  readonly agoMs?: number;
  readonly severity?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly traceId?: string;
}

/** A value as OTLP's JSON has it. */
function anyValue(value: unknown): unknown {
  if (typeof value === 'number') return { intValue: String(value) };
  if (typeof value !== 'object' || value === null) return { stringValue: String(value) };
  return { kvlistValue: { values: keyValues(value) } };
}

function keyValues(values: object): unknown[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

describe.runIf(hasProgram('chromium'))('logs in a browser', () => {
  const folder = suiteFolder();
  const profile = suiteFolder();
  let station: RunningStation;
  let browser: Browser;

  /** Sends records by OTLP, as any program does. */
  async function send(records: readonly Sent[]): Promise<void> {
    const nowMs = Date.now();
    const resourceLogs = records.map(({ message, service = 'shop', agoMs = 0, severity = 9, ...rest }) => ({
      resource: { attributes: keyValues({ 'service.name': service, 'host.name': 'box-1' }) },
      scopeLogs: [
        {
          logRecords: [
            {
              timeUnixNano: String(BigInt(nowMs - agoMs) * 1_000_000n),
              severityNumber: severity,
              body: { stringValue: message },
              attributes: keyValues(rest.attributes ?? {}),
              ...(rest.traceId !== undefined && { traceId: rest.traceId }),
            },
          ],
        },
      ],
    }));
    const answer = await fetch(`${station.url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs }),
    });
    expect(answer.status).toBe(200);
  }

  beforeAll(async () => {
    station = await startStation(await freePort(), folder.path, ['--no-host']);
    browser = await launchBrowser(profile.path);
    const orders = Array.from({ length: 600 }, (_, i): Sent => ({
      message: `order ${i} placed`,
      agoMs: 10 * MINUTE_MS + i * 1000,
      attributes: { order: { id: i % 7 }, tier: i % 2 === 0 ? 'gold' : 'free' },
    }));
    const refused: Sent[] = [
      { message: 'card is asked', service: 'pay', agoMs: 5 * MINUTE_MS + 20 },
      {
        message: 'payment refused: card expired\n    at charge (pay.js:42)',
        service: 'pay',
        agoMs: 5 * MINUTE_MS,
        severity: 17,
        attributes: { order: { id: 7 } },
        traceId: TRACE_ID,
      },
      { message: 'card is given back', service: 'pay', agoMs: 5 * MINUTE_MS - 20 },
    ];
    await send([...orders, ...refused]);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (station !== undefined) await stopProgram(station);
  });

  const open = (path: string, options: PageOptions = {}) =>
    openPage(browser, `${station.url}${path}`, options);
  const rowsOf = (page: Page): Locator => page.locator('.log-row');
  const row = (page: Page, text: string | RegExp): Locator => rowsOf(page).filter({ hasText: text });
  const parametersOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

  /** Makes the page believe that its tab is hidden, or seen again. */
  const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
    page.evaluate(
      (value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      },
      isHidden ? 'hidden' : 'visible',
    );

  test('lines are found by keys alone: written, opened, filtered by a field, undone by Back', async () => {
    const { page, faults } = await open('/');
    await page.getByRole('heading', { name: 'Overview' }).or(page.locator('main')).first().waitFor();
    await page.locator('#main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await row(page, 'card is given back').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('refused OR order.id:3');
    await page.keyboard.press('Enter');
    await waitFor('the query', async () => parametersOf(page).get('q') === 'refused OR order.id:3');
    await row(page, 'payment refused').waitFor();
    await waitFor('only these', async () => (await row(page, 'order 4 placed').count()) === 0);

    await rowsOf(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const field = page.locator('.log-field-row').filter({ hasText: 'order.id' });
    await field.waitFor();
    await field.getByRole('button', { name: 'Only lines with this order.id' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Filters' }).getByText('order.id = 7').waitFor();
    await waitFor('the one line', async () => (await rowsOf(page).count()) === 1);

    await page.reload();
    await row(page, 'payment refused').waitFor();
    await field.waitFor();
    await page.goBack();
    await row(page, 'order 3 placed').waitFor();
    await page.goForward();
    await waitFor('the one line again', async () => (await rowsOf(page).count()) === 1);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('levels, services and fields are chosen with their counts, and a part of the time by dragging', async () => {
    const { page, faults } = await open('/logs');
    const levels = page.getByRole('group', { name: 'Levels' });
    await levels.getByRole('button', { name: /^error ?1$/ }).click();
    await row(page, 'payment refused').waitFor();
    await waitFor('the errors', async () => (await rowsOf(page).count()) === 1);
    expect(parametersOf(page).getAll('level')).toEqual(['error']);
    await page.goBack();
    await row(page, 'card is asked').waitFor();

    const facets = page.getByRole('complementary', { name: 'Fields' });
    await facets.getByTitle('Only lines with service pay').click();
    await waitFor('the service', async () => (await rowsOf(page).count()) === 3);
    expect(await page.getByRole('combobox', { name: 'Service' }).inputValue()).toBe('pay');
    await page.getByRole('button', { name: 'Remove the filter service = pay' }).click();
    await row(page, /order \d+ placed/)
      .first()
      .waitFor();

    const plot = page.getByRole('group', { name: /^Lines over time, last hour: / });
    const box = await plot.boundingBox();
    if (box === null) throw new Error('there is no histogram');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.87, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await waitFor('the time', async () => parametersOf(page).has('from'));
    await waitFor('lines of that time', async () => (await row(page, 'card is asked').count()) === 0);
    await page.goBack();
    await row(page, 'card is asked').waitFor();
    expect(parametersOf(page).has('from')).toBe(false);
    await plot.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await waitFor('the end of the hour', async () => parametersOf(page).has('from'));
    expect(faults).toEqual([]);
    await page.close();
  });

  test('of many lines only those on screen are there, and older ones come as they are scrolled to', async () => {
    const { page, faults } = await open('/logs?q=placed');
    await row(page, 'order 0 placed').waitFor();
    const table = page.getByRole('table', { name: 'Log lines' });
    await waitFor('all lines', async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return (await table.getAttribute('aria-rowcount')) === '601';
    });
    await waitFor('the oldest line', async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return (await row(page, 'order 599 placed').count()) === 1;
    });
    expect(await page.locator('*').count()).toBeLessThan(1500);
    expect(await row(page, 'order 0 placed').count()).toBe(0);
    await rowsOf(page).last().focus();
    await page.keyboard.press('Home');
    await row(page, 'order 0 placed').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a line stands in what the same service logged around it, and its link shows that again', async () => {
    const { page, faults } = await open('/logs?q=refused');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: station.url });
    await row(page, 'payment refused').click();
    await page.getByRole('button', { name: 'Around this line' }).click();
    const drawer = page.getByRole('dialog', { name: 'pay: around a line' });
    await drawer.getByRole('list', { name: 'Before' }).getByText('card is asked').waitFor();
    await drawer.getByRole('list', { name: 'After' }).getByText('card is given back').waitFor();
    await drawer.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await drawer.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('Line copied').waitFor();
    const line = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as unknown;
    expect(line).toMatchObject({ service: 'pay', traceId: TRACE_ID, attributes: { order: { id: 7 } } });
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();

    const other = await open(link.slice(station.url.length));
    await other.page
      .getByRole('dialog', { name: 'pay: around a line' })
      .getByRole('group', { name: 'Message' })
      .getByText('payment refused: card expired')
      .waitFor();
    expect(parametersOf(other.page).has('from')).toBe(true);
    await other.page.goto(`${station.url}/logs?drawer=line%3Anone-such`);
    await other.page.getByText('This line is gone').waitFor();
    await other.page.close();
  });

  test('lines are followed as they come, wait while somebody reads, and stop while nobody looks', async () => {
    const { page, faults } = await open('/logs?q=tick&service=clock');
    await page.getByText('No line matches').waitFor();
    await page.locator('#main').focus();
    await page.keyboard.press('l');
    const state = page.locator('.log-tail-state');
    await state.getByText('Live', { exact: true }).waitFor();
    await send([
      { message: 'tick 1', service: 'clock' },
      { message: 'tock 1', service: 'clock' },
      { message: 'tick 1 of another', service: 'other' },
    ]);
    await row(page, 'tick 1').waitFor();
    expect(await rowsOf(page).count()).toBe(1);

    await page.locator('#main').focus();
    await page.keyboard.press('p');
    await state.getByText('Paused').waitFor();
    await send([{ message: 'tick 2', service: 'clock' }]);
    const waiting = page.getByRole('button', { name: '1 new' });
    await waiting.waitFor();
    expect(await rowsOf(page).count()).toBe(1);
    await waiting.click();
    await row(page, 'tick 2').waitFor();
    await state.getByText('Live', { exact: true }).waitFor();

    const ended = Promise.withResolvers<void>();
    page.on('requestfailed', (request) => {
      if (request.url().includes('/logs/tail')) ended.resolve();
    });
    await setHidden(page, true);
    await state.getByText('Stopped while nobody looks').waitFor();
    await ended.promise;
    await send([{ message: 'tick 3', service: 'clock' }]);
    expect(await row(page, 'tick 3').count()).toBe(0);
    await setHidden(page, false);
    await row(page, 'tick 3').waitFor();
    await row(page, 'tick 3').click();
    await page.getByRole('button', { name: 'Around this line' }).click();
    await page.getByRole('dialog', { name: 'clock: around a line' }).getByText('tock 1').waitFor();
    expect(parametersOf(page).get('live')).toBe('1');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('lines that would be markup, colours or other directions are text', async () => {
    const hostile: Sent[] = [
      { message: MARKUP, attributes: { [MARKUP]: MARKUP } },
      { message: '\u001b[31mred\u001b[0m and nothing\0after' },
      { message: '\u202Etxt.exe שלום' },
      { message: 'x'.repeat(1024 * 1024) },
      { message: 'deep', attributes: { a: { b: { c: { d: { e: { f: { g: { h: 'bottom' } } } } } } } } },
    ];
    await send(hostile.map((one) => ({ ...one, service: MARKUP, severity: 21 })));
    const { page, faults } = await open('/logs?level=fatal', { width: 360 });
    await row(page, 'red and nothing␀after').waitFor();
    await row(page, MARKUP).first().waitFor();
    for (const text of [/<img src=x/, /^.*deep$/, /x{1000}/]) {
      const button = row(page, text).first().getByRole('button', { name: 'Details' });
      if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    }
    await page.getByText('{"g":{"h":"bottom"}}').waitFor();
    await page.getByRole('button', { name: /Show all 1,048,576 letters|Show all [\d,]+ letters/ }).click();
    expect(await page.locator('.logs img, .logs script').count()).toBe(0);
    expect(await page.evaluate(() => document.body.id)).not.toBe('taken');
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what is shown is a file, and code for the definition', async () => {
    const { page, faults } = await open('/logs?q=placed&has=tier~gold');
    await row(page, 'order 0 placed').waitFor();
    await page.getByRole('button', { name: 'More about these lines' }).click();
    const item = page.getByRole('link', { name: 'Download as NDJSON (300 lines)' });
    await item.waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), item.click()]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(file.suggestedFilename()).toMatch(/^logs-.*\.ndjson$/);
    expect(lines).toHaveLength(300);
    expect(JSON.parse(lines[0])).toMatchObject({ message: 'order 0 placed', attributes: { tier: 'gold' } });

    await page.getByRole('button', { name: 'More about these lines' }).click();
    await page.getByRole('button', { name: 'Alert on these lines…' }).click();
    const code = page.getByRole('region', { name: 'TypeScript' });
    await code.waitFor();
    expect(await code.innerText()).toContain("query: 'placed tier:gold'");
    await page.getByRole('textbox', { name: 'Name' }).fill('Gold orders');
    await waitFor('its name', async () =>
      (await code.innerText()).includes('gold_orders_total: logCounter('),
    );
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a query that is wrong says where; where nothing matches, what to do', async () => {
    const { page } = await open('/logs?q=level%3Aeror');
    const fault = page.getByRole('alert').getByText('1:7: "eror" is no level');
    await fault.waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('level:eror\n      ^^^^');
    await page.getByRole('textbox', { name: 'Query' }).fill('no such words');
    await page.keyboard.press('Enter');
    await page.getByText('No line matches').waitFor();
    await page.getByRole('button', { name: 'Without the query' }).click();
    await rowsOf(page).first().waitFor();
    await page.close();
  });

  test('before the first line it is said how to send some', async () => {
    const other = await startStation(await freePort(), temporaryFolder(), ['--no-host']);
    try {
      const { page, faults } = await openPage(browser, `${other.url}/logs`);
      await page.getByText('No logs have come in yet').waitFor();
      await page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${other.url}`).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    } finally {
      await stopProgram(other);
    }
  });

  test.each([
    ['dark', 1280],
    ['light', 1280],
    ['dark', 360],
    ['light', 360],
  ] as const)(
    'the logs in the %s theme at %i px are accessible and no wider than the window',
    async (colorScheme, width) => {
      const { page, faults } = await open('/logs?q=placed+OR+refused&level=error&level=info&col=order.id', {
        colorScheme,
        width,
      });
      await row(page, 'payment refused').click();
      await page.locator('.log-details').waitFor();
      await page.locator('.log-histogram-plot path').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'Around this line' }).click();
      await page.getByRole('list', { name: 'Before' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
