import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResolvedStartedExporter } from '@telltale/definition';
import { systemClock } from '@telltale/model';
import { expect, onTestFinished, test, vi } from 'vitest';
import { intakeFolder, intakeStation } from '../../test/support/intake-station.ts';
import type { TargetsResponse } from '../contract.ts';
import { choosePort } from '../http/listen.ts';
import type { ReadingSink } from '../scrape/page/reading-sink.ts';
import type { ReloadedSettings } from '../settings.ts';
import type { Station } from '../station.ts';
import { StartedExporters } from './started-exporters.ts';

const INTERVAL_MS = 200;

/** A program with a page, whose file in the folder says when it was last started and by which process. */
function exporterProgram(folder: string, page = 'x 1'): string {
  const file = join(folder, 'page_exporter');
  const lines = [
    `#!${process.execPath}`,
    "const { createServer } = require('node:http');",
    "const { writeFileSync } = require('node:fs');",
    'const [folder, port] = process.argv.slice(2);',
    'console.error(`secret ${process.env.PAGE_PASSWORD}`);',
    'writeFileSync(`${folder}/env`, JSON.stringify(process.env));',
    `createServer((_, response) => response.end('${page}\\n')).listen(Number(port), '127.0.0.1', () =>`,
    '  writeFileSync(`${folder}/pid`, String(process.pid)));',
  ];
  writeFileSync(file, lines.join('\n'));
  chmodSync(file, 0o755);
  return file;
}

function started(name: string, changes: Partial<ResolvedStartedExporter>): ResolvedStartedExporter {
  return { name, job: name, commands: [], args: [], env: {}, instance: 'here', ...changes };
}

async function targetOf({ url }: Station, job: string) {
  const { targets } = (await (await fetch(`${url}/api/telltale/targets`)).json()) as TargetsResponse;
  return targets.find((target) => target.job === job);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pidIn = (folder: string) =>
  existsSync(join(folder, 'pid')) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0;

test('a program is started, scraped, told what it may know and no more, and ended with the station', async () => {
  const folder = intakeFolder();
  vi.stubEnv('CACHE_PASSWORD', 'hush-hush');
  vi.stubEnv('UNRELATED', 'x');
  onTestFinished(() => void vi.unstubAllEnvs());
  const lines: string[] = [];
  const station = await intakeStation({
    builtInIntervalMs: INTERVAL_MS,
    exporters: [
      started('page', {
        commands: ['no_such_program', exporterProgram(folder)],
        args: [folder, '{port}'],
        env: { PAGE_PASSWORD: { env: 'CACHE_PASSWORD' }, PAGE_ADDRESS: 'http://{address}/' },
      }),
    ],
    log: (line) => void lines.push(line),
  });
  await expect.poll(() => targetOf(station, 'page')).toMatchObject({ health: 'up', instance: 'here' });
  const env = JSON.parse(readFileSync(join(folder, 'env'), 'utf8')) as Record<string, string>;
  expect(env['PAGE_PASSWORD']).toBe('hush-hush');
  expect(env['PAGE_ADDRESS']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(env).not.toHaveProperty('UNRELATED');
  await expect.poll(() => lines).toContain('exporter page: secret ***');
  const pid = pidIn(folder);
  expect(isRunning(pid)).toBe(true);
  await station.stop();
  expect(isRunning(pid)).toBe(false);
  expect(lines.join('\n')).not.toMatch(/hush|does not run/);
});

test('the first reading of a program waits until it is there', async () => {
  const folder = intakeFolder();
  const exporters = new StartedExporters({
    clock: systemClock,
    choosePort: () => choosePort(0),
    intervalMs: 60_000,
    log: () => {},
  });
  onTestFinished(() => exporters.stop());
  const program = started('page', { commands: [exporterProgram(folder)], args: [folder, '{port}'] });
  const prepared = await exporters.prepare([program], []);
  await prepared.take(() => Promise.resolve());
  const url = `http://${prepared.targets[0]?.addresses[0]}/metrics`;
  const target = { job: 'page', instance: 'here', url, intervalMs: 60_000, timeoutMs: 60_000, labels: {} };
  const read = exporters.readerOf({ ...target, nativeHistograms: false }, async () => {
    return (await (await fetch(url)).text()).length;
  });
  expect(await read({} as ReadingSink)).toBe('x 1\n'.length);
});

test('a program that dies is started again, and until then its target says why it is down', async () => {
  const folder = intakeFolder();
  const lines: string[] = [];
  const station = await intakeStation({
    builtInIntervalMs: INTERVAL_MS,
    exporters: [started('page', { commands: [exporterProgram(folder)], args: [folder, '{port}'] })],
    log: (line) => void lines.push(line),
  });
  await expect.poll(async () => (await targetOf(station, 'page'))?.health).toBe('up');
  const first = pidIn(folder);
  process.kill(first, 'SIGKILL');
  await expect
    .poll(async () => (await targetOf(station, 'page'))?.lastError)
    .toContain('page_exporter ended by SIGKILL');
  await expect.poll(async () => (await targetOf(station, 'page'))?.health, { timeout: 5000 }).toBe('up');
  expect(pidIn(folder)).not.toBe(first);
  expect(lines).toContain('exporter page runs again');
});

test('a program that is not there is named with what to install, and the station goes on without it', async () => {
  const station = await intakeStation({
    builtInIntervalMs: INTERVAL_MS,
    exporters: [
      started('absent', { commands: ['prometheus-absent-exporter', 'absent_exporter'] }),
      started('lost', { commands: ['/no/such/program'] }),
      started('secretive', { commands: ['true'], env: { A: { env: 'NOT_SET_ANYWHERE' } } }),
      started('broken', { commands: ['sh'], args: ['-c', 'echo bad flag >&2; exit 3'] }),
    ],
  });
  const error = async (job: string) => (await targetOf(station, job))?.lastError;
  await expect
    .poll(() => error('absent'))
    .toBe(
      "prometheus-absent-exporter or absent_exporter is not on PATH: install Debian's package prometheus-absent-exporter, or write its path as `command`",
    );
  await expect.poll(() => error('lost')).toBe('there is no program at /no/such/program');
  await expect.poll(() => error('secretive')).toBe('the variable NOT_SET_ANYWHERE is not set');
  await expect.poll(() => error('broken')).toBe('sh ended with code 3: bad flag');
  expect(await (await fetch(`${station.url}/-/ready`)).text()).not.toBe('');
});

test('a reload starts what is new, ends what is gone and leaves what stays alone', async () => {
  const [stays, goes, comes] = [intakeFolder(), intakeFolder(), intakeFolder()];
  const program = (name: string, folder: string, page?: string) =>
    started(name, { commands: [exporterProgram(folder, page)], args: [folder, '{port}'] });
  const keeps = program('stays', stays);
  let next: ReloadedSettings = { ruleGroups: [] };
  const station = await intakeStation({
    builtInIntervalMs: INTERVAL_MS,
    exporters: [keeps, program('goes', goes)],
    reload: async () => next,
  });
  for (const job of ['stays', 'goes']) {
    await expect.poll(async () => (await targetOf(station, job))?.health).toBe('up');
  }
  const [first, second] = [pidIn(stays), pidIn(goes)];
  await station.reload();
  expect(isRunning(second)).toBe(true);
  next = { ruleGroups: [], exporters: [keeps, program('comes', comes, 'y 1')] };
  await station.reload();
  expect(isRunning(second)).toBe(false);
  expect(await targetOf(station, 'goes')).toBeUndefined();
  await expect.poll(async () => (await targetOf(station, 'comes'))?.health).toBe('up');
  expect(pidIn(stays)).toBe(first);
  next = { ruleGroups: [], exporters: [] };
  await station.reload();
  expect([pidIn(stays), pidIn(comes)].some(isRunning)).toBe(false);
});
