import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ResolvedDefinition } from '@telltale/definition';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../packages/telltale/src/prove/html/html-report.ts';
import { proveAlerts } from '../../packages/telltale/src/prove/prove-alerts.ts';
import { startLocalTargets } from '../../packages/telltale/src/prove/targets/local-target.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { PRESETS, alertNames } from './preset-definitions.ts';

const SILENT = { show: () => undefined, end: () => undefined };
/** Folder that screenshots are kept in, where a person wants to look at them. */
const SCREENSHOTS = process.env['TELLTALE_SCREENSHOTS'];

/** A preset one of whose alerts asks for a label value that does not exist. */
function withDeadAlert(resolved: ResolvedDefinition): ResolvedDefinition {
  const [first, ...others] = resolved.rules;
  if (first.kind !== 'alerting') return resolved;
  const metric = 'nothing_total';
  const dead = {
    ...first,
    name: 'Dead<script>alert(1)</script>',
    query: `${metric} > 1`,
    expr: {
      kind: 'binary',
      op: '>',
      left: { kind: 'vector', metric, matchers: [] },
      right: { kind: 'number', value: 1 },
    },
  } as const;
  return { ...resolved, rules: [first, dead, ...others] };
}

describe.skipIf(!hasProgram('chromium'))('the report as a page', () => {
  const folder = suiteFolder();
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const framework = PRESETS.find(({ preset }) => preset === 'framework') ?? PRESETS[0];
    const resolved = withDeadAlert(framework.resolved);
    const names = alertNames(resolved);
    const targets = await startLocalTargets(names.length);
    const proofs = await proveAlerts({ resolved, names, targets, upTo: 5, progress: SILENT });
    await Promise.all(targets.map((target) => target.close()));
    const page = htmlReport(
      { proofs, wanted: 5, tookMs: 1234 },
      { service: resolved.service, sentTo: targets[0].name, atMs: Date.parse('2026-01-02T03:04:05Z') },
    );
    const file = join(folder.path, 'report.html');
    writeFileSync(file, page);
    url = pathToFileURL(file).href;
    browser = await launchBrowser(folder.path);
  });

  afterAll(() => browser?.close());

  test.each([
    { width: 360, colorScheme: 'light' },
    { width: 360, colorScheme: 'dark' },
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)('is read at $width pixels in $colorScheme colours, and runs nothing', async (options) => {
    const { page, faults } = await openPage(browser, url, options);
    expect(await page.locator('.verdict').innerText()).toBe('10 of 11 alerts proven to level 5');
    const shoot = async (name: string): Promise<void> => {
      if (SCREENSHOTS === undefined) return;
      mkdirSync(SCREENSHOTS, { recursive: true });
      const path = join(SCREENSHOTS, `${name}-${options.width}-${options.colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    };
    await shoot('overview');
    const opened = page.locator('details[open]');
    expect(await opened.count()).toBe(1);
    expect(await opened.locator('.why').innerText()).toContain('no metric nothing_total is defined');
    await page.locator('summary', { hasText: 'high_memory' }).click();
    const open = page.locator('details', { hasText: 'high_memory' }).filter({ has: page.locator('.bar') });
    expect(await open.first().locator('.bar i').count()).toBe(3);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await open.first().locator('.message summary').first().click();
    await shoot('opened');
    expect(faults).toEqual([]);
    await page.close();
  });
});
