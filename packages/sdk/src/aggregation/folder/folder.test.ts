import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/workspace.ts';
import { waitFor } from '../../../test/support/workspace.ts';
import type { AskedProgram } from '../../../test/aggregation/asked-program.ts';
import { startProgram } from '../../../test/aggregation/asked-program.ts';
import { measuredService } from '../../../test/aggregation/measured-service.ts';
import { MetricSum } from '../sum/metric-sum.ts';
import { foldDead } from './fold-dead.ts';
import { FolderReader } from './folder-reader.ts';

type Shown = Record<string, number[]>;

function startProcess(folder: string): Promise<AskedProgram> {
  return startProgram('folder-process.ts', [JSON.stringify({ aggregate: { folder } })]);
}

/** A service in this process that shares the folder. */
function shareFolder(folder: string) {
  const service = measuredService({ aggregate: { folder } });
  onTestFinished(() => service.gatherer.close());
  return service.ops;
}

async function kill(program: AskedProgram): Promise<void> {
  program.child.kill('SIGKILL');
  await program.ended();
}

/** A process that has hit, written and died. */
async function deadProcess(folder: string, hits: number): Promise<void> {
  const program = await startProcess(folder);
  await program.ask('hit', '/', hits);
  await program.ask('fill', 1);
  await program.ask('checkpoint');
  await kill(program);
}

const newSum = () =>
  new MetricSum({ maxSeries: 2000, onLimit: () => undefined, onMismatch: () => undefined });

describe('processes that share a folder', () => {
  test('tell that metrics of included registries are not added up', async () => {
    const { registry, gatherer, ops } = measuredService({ aggregate: { folder: temporaryFolder() } });
    onTestFinished(() => gatherer.close());
    const jobs = { name: 'jobs_total', help: 'Jobs', type: 'counter', values: [{ value: 1, labels: {} }] };
    registry.include({ getMetricsAsJSON: () => Promise.resolve([jobs]) });
    const { foreign } = await gatherer.gather();
    expect(foreign.map(({ name }) => name)).toEqual(['jobs_total']);
    expect(ops.told()).toEqual([expect.stringMatching(/^sum_mismatch: .* not added up/)]);
  });

  test.each(['PROMETHEUS_MULTIPROC_DIR', 'prometheus_multiproc_dir'])(
    'find it in the variable %s, and any of them serves the exact sum',
    async (variable) => {
      const folder = join(temporaryFolder(), 'metrics');
      const start = () => startProgram('folder-process.ts', [], { [variable]: folder });
      const programs = await Promise.all([start(), start(), start()]);
      for (const [index, program] of programs.entries()) {
        await program.ask('hitOften', '/', 1000 * (index + 1));
        await program.ask('take', index);
        await program.ask('fill', 2);
      }
      const expected = { 'hits_total{route="/"}': [6000], 'took{}': [3, 2, 1], 'depth{}': [6] };
      for (const program of programs) {
        await waitFor('the sum', async () => {
          const shown = await program.ask<Shown>('scrape');
          return shown['hits_total{route="/"}'][0] === 6000 && shown['depth{}'][0] === 6;
        });
        expect(await program.ask('scrape')).toEqual(expected);
      }
    },
  );

  test('keep the counts of one that is killed after its last write, not its gauges', async () => {
    const folder = temporaryFolder();
    const [one, other] = await Promise.all([startProcess(folder), startProcess(folder)]);
    for (const program of [one, other]) {
      await program.ask('hit', '/', 5);
      await program.ask('take', 3);
      await program.ask('fill', 2);
      await program.ask('checkpoint');
    }
    await kill(one);
    const expected = { 'hits_total{route="/"}': [10], 'took{}': [6, 0, 2], 'depth{}': [2] };
    expect(await other.ask('scrape')).toEqual(expected);
    // From now on it is in the file of the dead.
    expect(readdirSync(folder).filter((name) => name.endsWith('.pages'))).toHaveLength(2);
    expect(await other.ask('scrape')).toEqual(expected);
  });

  test('keep the last counts of one that exits by itself', async () => {
    const folder = temporaryFolder();
    const program = await startProcess(folder);
    await program.ask('scrape');
    await program.ask('hit', '/', 7);
    await program.ask('exit', 0);
    await program.ended();
    expect((await shareFolder(folder).scrape())['hits_total{route="/"}']).toEqual([7]);
  });

  test('go on from the sum when all of them are started anew', async () => {
    const folder = temporaryFolder();
    for (let round = 1; round <= 3; round++) {
      const program = await startProcess(folder);
      await program.ask('hit', '/', 2);
      expect((await program.ask<Shown>('scrape'))['hits_total{route="/"}']).toEqual([2 * round]);
      await program.ask('checkpoint');
      await kill(program);
    }
  });

  test('may be served by one that measures nothing', async () => {
    const folder = temporaryFolder();
    await deadProcess(folder, 4);
    const living = await startProcess(folder);
    await living.ask('hit', '/', 3);
    await living.ask('checkpoint');
    const exporter = shareFolder(folder);
    expect((await exporter.scrape())['hits_total{route="/"}']).toEqual([7]);
  });

  test('end when they have nothing left to do', async () => {
    const folder = temporaryFolder();
    const program = await startProcess(folder);
    await program.ask('hit', '/');
    program.child.disconnect();
    expect(await program.ended()).toBe(0);
    expect((await shareFolder(folder).scrape())['hits_total{route="/"}']).toEqual([1]);
  });
});

describe('the file of the dead', () => {
  test('counts everybody once when several processes write it at the same time', async () => {
    const folder = temporaryFolder();
    await Promise.all([1, 10, 100].map((hits) => deadProcess(folder, hits)));
    const exporters = await Promise.all([1, 2, 3].map(() => startProcess(folder)));
    for (let round = 0; round < 3; round++) {
      const shown = await Promise.all(exporters.map((exporter) => exporter.ask<Shown>('scrape')));
      for (const series of shown) expect(series['hits_total{route="/"}']).toEqual([111]);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('telltale-dead'))).toHaveLength(1);
  });

  test('counts everybody once when its writer was killed before it removed their files', async () => {
    const folder = temporaryFolder();
    await deadProcess(folder, 5);
    const [name] = readdirSync(folder);
    const copy = join(temporaryFolder(), name);
    copyFileSync(join(folder, name), copy);
    const exporter = shareFolder(folder);
    await exporter.scrape();
    copyFileSync(copy, join(folder, name));
    writeFileSync(join(folder, 'telltale-1-x.0.unfinished'), 'half of a file');
    expect((await exporter.scrape())['hits_total{route="/"}']).toEqual([5]);
    expect((await shareFolder(folder).scrape())['hits_total{route="/"}']).toEqual([5]);
    expect(readdirSync(folder)).not.toContain(name);
  });

  test('is not written from what was read too long ago', async () => {
    const folder = temporaryFolder();
    await deadProcess(folder, 5);
    const old = await new FolderReader(folder, () => undefined).read();
    const exporter = shareFolder(folder);
    for (const hits of [1, 2, 3]) {
      await exporter.scrape();
      await deadProcess(folder, hits);
    }
    await exporter.scrape();
    // Its number is free again by now: others have gone on.
    foldDead({ folder, member: 'late', content: old, sum: newSum() });
    expect((await exporter.scrape())['hits_total{route="/"}']).toEqual([11]);
    expect((await shareFolder(folder).scrape())['hits_total{route="/"}']).toEqual([11]);
  });
});

describe('files that are not as they should be', () => {
  test('are told of and left alone, and the others count', async () => {
    const folder = temporaryFolder();
    await deadProcess(folder, 3);
    await shareFolder(folder).scrape();
    const program = await startProcess(folder);
    await program.ask('hit', '/', 2);
    await program.ask('checkpoint');
    const name = readdirSync(folder).find((file) => file.startsWith('telltale-dead')) ?? '';
    const whole = readFileSync(join(folder, name));
    const flipped = Uint8Array.from(whole);
    flipped[whole.length >> 1] ^= 4;
    const odd = {
      'counter_12.db': Buffer.from('of the Python client'),
      'telltale-1-torn.pages': whole.subarray(0, whole.length - 10),
      'telltale-2-flipped.pages': flipped,
      'telltale-3-empty.pages': Buffer.alloc(0),
      'telltale-dead.7.pages': Buffer.alloc(100, 7),
    };
    for (const [file, bytes] of Object.entries(odd)) writeFileSync(join(folder, file), bytes);
    const exporter = shareFolder(folder);
    expect((await exporter.scrape())['hits_total{route="/"}']).toEqual([5]);
    expect(exporter.told()).toContainEqual(expect.stringMatching(/^pages_refused/));
    for (const [file, bytes] of Object.entries(odd)) {
      expect(Buffer.compare(readFileSync(join(folder, file)), bytes)).toBe(0);
    }
    await kill(program);
    await exporter.scrape();
    expect((await exporter.scrape())['hits_total{route="/"}']).toEqual([5]);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(Object.keys(odd)));
  });

  test('in a folder that cannot be: it is told, and the process serves its own values', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const service = shareFolder(join(file, 'folder'));
    service.hit('/');
    await service.scrape();
    service.checkpoint();
    expect((await service.scrape())['hits_total{route="/"}']).toEqual([1]);
    expect(service.told()).toContainEqual(expect.stringMatching(/^folder_failed/));
  });
});
