import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import { generatePrometheus } from '@telltale/manifests';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const OPTIONS = {
  service: 'shop',
  targets: {
    app: {
      address: '127.0.0.1:1',
      every: '10s',
      pages: { custom: { path: '/custom_metrics', every: '30s' } },
    },
  },
} as const;

const EXPECTED = ['app http://127.0.0.1:1/metrics 10s', 'app-custom http://127.0.0.1:1/custom_metrics 30s'];

interface Answer {
  readonly data: {
    readonly activeTargets: readonly Readonly<
      Record<'scrapePool' | 'scrapeUrl' | 'scrapeInterval', string>
    >[];
  };
}

/** The jobs of the program, as a server scrapes them. */
async function jobsOf(url: string): Promise<readonly string[]> {
  const { data } = (await getJson(`${url}/api/v1/targets`)) as Answer;
  return data.activeTargets
    .filter(({ scrapePool }) => scrapePool.startsWith('app'))
    .map(({ scrapePool, scrapeUrl, scrapeInterval }) => `${scrapePool} ${scrapeUrl} ${scrapeInterval}`)
    .toSorted();
}

describe('a program with /metrics every 10 s and /custom_metrics every 30 s', () => {
  test('is two scrape jobs of the station', async () => {
    // Beside this file, so that the definition finds its imports.
    const folder = mkdtempSync(join(import.meta.dirname, 'pages-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const text = `import { defineMonitoring } from '@telltale/sdk/define';\nexport default defineMonitoring(${JSON.stringify(OPTIONS)});\n`;
    writeFileSync(join(folder, 'telltale.config.ts'), text);
    const station = await startStation(await freePort(), temporaryFolder(), ['--no-host'], folder);
    onTestFinished(() => stopProgram(station));
    await waitFor('both jobs', async () => (await jobsOf(station.url)).length === EXPECTED.length);
    expect(await jobsOf(station.url)).toEqual(EXPECTED);
  });

  test.skipIf(!hasProgram('prometheus'))(
    'is two scrape jobs of the Prometheus that is generated',
    async () => {
      const folder = temporaryFolder();
      const definition = resolveDefinition(defineMonitoring(OPTIONS));
      const [{ text }] = generatePrometheus(definition, { network: 'host', target: { prometheus: '2.42' } });
      writeFileSync(join(folder, 'prometheus.yml'), text);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const prometheus = startProgram('prometheus', [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ]);
      onTestFinished(() => stopProgram(prometheus));
      await waitFor('both jobs', async () => (await jobsOf(url)).length === EXPECTED.length);
      expect(await jobsOf(url)).toEqual(EXPECTED);
    },
  );
});
