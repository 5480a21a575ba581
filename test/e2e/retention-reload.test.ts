import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { importSamples } from '../support/import-samples.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const DAY_MS = 86_400_000;
const DAYS = 10;

const definition = (retention: string) => `
import { defineMonitoring } from '@telltale/sdk/define';

export default defineMonitoring({ service: 'shop', station: { retention: { time: '${retention}' } } });
`;

test('a station told to keep less deletes days at once, and keeps what was before where the new word is wrong', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const nowMs = Date.now();
  const samples = new MemorySeriesStore();
  const ages = Array.from({ length: DAYS }, (_, day) => DAYS - day);
  samples.add(
    LabelSet.of({ __name__: 'stock' }),
    ages.map((days) => [nowMs - days * DAY_MS, days]),
  );
  await importSamples(data, samples);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const define = (retention: string) =>
    writeFileSync(join(folder, 'telltale.config.ts'), definition(retention));
  define('30d');
  const station = await startStation(await freePort(), folder, ['--no-host']);
  onTestFinished(() => stopProgram(station));
  const oldestAge = async () => {
    const [oldest] = await queryInstant(station.url, 'max_over_time(stock[60d])', nowMs);
    return Number(oldest.value[1]);
  };
  const days = () => readdirSync(data).filter((name) => /^metrics-\d{8}\.db$/.test(name)).length;
  expect(await oldestAge()).toBe(DAYS);
  expect(days()).toBeGreaterThanOrEqual(DAYS);

  define('soon');
  station.kill('SIGHUP');
  await waitFor('the refusal', () => /retention.*'soon' is not a duration/.test(station.output()));
  expect(await oldestAge()).toBe(DAYS);

  define('3d');
  station.kill('SIGHUP');
  await waitFor('the days to go', () => days() <= 5);
  expect(await oldestAge()).toBeLessThanOrEqual(4);
  expect(await oldestAge()).toBeGreaterThanOrEqual(2);
});
