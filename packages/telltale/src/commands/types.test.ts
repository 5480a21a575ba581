import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../cli/main.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-types-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const PAGE = `# HELP jobs_total Jobs done
# TYPE jobs_total counter
jobs_total{queue="mail",__proto__="x"} 3
# HELP wait_seconds Time of "waiting", it's long
# TYPE wait_seconds histogram
wait_seconds_bucket{le="+Inf"} 1
wait_seconds_bucket{le="0.5"} 1
wait_seconds_bucket{le="0.1"} 0
wait_seconds_sum 0.2
wait_seconds_count 1
# TYPE age_seconds summary
age_seconds{quantile="0.9"} 4
age_seconds_sum 4
age_seconds_count 1
odd 1
# TYPE wrong counter
wrong 5
`;

const EXPECTED = `export const metrics = {
  // Not known: what it means: write a help text.
  age_seconds: summary({ help: '', unit: 'seconds', quantiles: [0.9] }),
  jobs_total: counter({ help: 'Jobs done', labels: { ['__proto__']: 'any', queue: 'any' } }),
  // Not known: its type: it is taken for a gauge.
  // Not known: what it means: write a help text.
  odd: gauge({ help: '' }),
  wait_seconds: histogram({ help: 'Time of "waiting", it\\'s long', unit: 'seconds', buckets: [0.1, 0.5] }),
} as const;
`;

async function run(...argv: string[]) {
  let [out, told] = ['', ''];
  const code = await runCli(argv, {
    write: (text) => void (out += text),
    writeError: (text) => void (told += text),
    useColor: false,
    cwd: process.cwd(),
    env: {},
  });
  return { out, told, code };
}

test('telltale types declares the metrics of a page, and names what it does not tell', async () => {
  const file = join(folder, 'page.txt');
  await writeFile(file, PAGE);
  const { out, code } = await run('types', file);
  expect(code).toBe(0);
  expect(out).toContain("import { counter, gauge, histogram, summary } from '@telltale/sdk/define';");
  expect(out).toContain('// Left out: wrong_total: the names of its samples do not end in _total');
  expect(out.slice(out.indexOf('export const'))).toBe(EXPECTED);
});

test('the declarations of a live page are written to a file, the same bytes each time', async () => {
  const server = createServer((_, response) => response.end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    const file = join(folder, 'worker.ts');
    const texts: string[] = [];
    for (let time = 0; time < 2; time++) {
      expect(await run('types', url, '--out', file)).toMatchObject({ code: 0, out: '' });
      texts.push(await readFile(file, 'utf8'));
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[0]).toContain(EXPECTED);
  } finally {
    server.close();
  }
});
