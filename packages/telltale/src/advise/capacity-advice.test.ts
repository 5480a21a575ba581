import { LabelSet } from '@telltale/model';
import { openImporter, openStore } from '@telltale/storage';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/run-cli.ts';
import type { CapacityAdvice } from './capacity-advice.ts';
import { adviseCapacity } from './capacity-advice.ts';
import { printCapacity } from './print-capacity.ts';
import type { CapacityResponse } from '@telltale/station/contract';

const DAY_MS = 86_400_000;
const GB = 1024 ** 3;

const KEPT = { retentionMs: 15 * 86_400_000, retentionBytes: null };

const figures: CapacityResponse = {
  series: 10_000,
  samplesPerSecond: 1000,
  blockSamples: 100_000_000,
  blockBytes: 150_000_000,
  daysPerGigabyte: 8.3,
  walBytes: 10_000_000,
  diskBytes: 160_000_000,
  diskFreeBytes: 100 * GB,
  retentionMs: 15 * DAY_MS,
  retentionBytes: null,
  logs: { records: 0, bytes: 0, oldestMs: null, ...KEPT },
  traces: { records: 1234, bytes: 5 * 1024 ** 2, oldestMs: 0, ...KEPT },
  envelope: [],
};

function printed(advice: CapacityAdvice): string {
  let output = '';
  const io = { write: (text: string) => void (output += text), writeError: () => {} };
  printCapacity(advice, { ...io, useColor: false, cwd: '/', env: {} });
  return output;
}

describe('advice about capacity', () => {
  test('growth follows from the measured bytes a sample, and the retention ends it', () => {
    const advice = adviseCapacity(figures);
    expect(advice.bytesPerSample).toBe(1.5);
    expect(advice.bytesPerDay).toBe(1000 * 1.5 * 86_400);
    expect(advice.bytesAtRetention).toBe(15 * advice.bytesPerDay + 10_000_000);
    expect(advice.daysUntilFull).toBeUndefined();
    expect(advice.plan).toBeUndefined();
  });

  test('days until full count to the nearer of the disk and the limit', () => {
    const onDisk = adviseCapacity({ ...figures, diskFreeBytes: 5 * 1000 * 1.5 * 86_400 });
    expect(onDisk.daysUntilFull).toBeCloseTo(5, 9);
    const limited = adviseCapacity({ ...figures, retentionBytes: 160_000_000 + 2 * 1000 * 1.5 * 86_400 });
    expect(limited.daysUntilFull).toBeCloseTo(2, 9);
    expect(adviseCapacity({ ...figures, retentionBytes: 1 }).daysUntilFull).toBe(0);
  });

  test('without measured blocks two bytes a sample are assumed, and an unknown disk is never full', () => {
    const advice = adviseCapacity({ ...figures, blockSamples: 10, diskFreeBytes: null });
    expect(advice).toMatchObject({ bytesPerSample: undefined, bytesPerDay: 2 * 86_400_000 });
    expect(advice.daysUntilFull).toBeUndefined();
  });

  test('a plan needs its samples at the measured size, beside one and two bytes each', () => {
    const { plan } = adviseCapacity(figures, { series: 3000, intervalMs: 15_000, retentionMs: 30 * DAY_MS });
    const samples = 200 * 30 * 86_400;
    expect(plan).toEqual({
      samplesPerSecond: 200,
      retentionMs: 30 * DAY_MS,
      bytes: samples * 1.5,
      ruleOfThumbBytes: [samples, samples * 2],
    });
    expect(adviseCapacity(figures, { series: 20_000 }).plan?.samplesPerSecond).toBe(2000);
  });

  test('a plan that is larger than the room there is says by how much', () => {
    const onDisk = (diskBytes: number): string =>
      printed(adviseCapacity({ ...figures, diskBytes, diskFreeBytes: 0 }, { series: 20_000 }));
    expect(onDisk(1024)).toMatch(/^missing +[\d.]+ [KMGT]B: plan a shorter retention/m);
    expect(onDisk(1024 ** 5)).not.toContain('missing');
  });

  test('logs and traces are told where there are any', () => {
    expect(printed(adviseCapacity(figures))).toMatch(/^traces +5(?:\.0+)? MB for 1,234 spans$/m);
    expect(printed(adviseCapacity(figures))).not.toMatch(/^logs/m);
  });

  test('an estimate from five measured hours is within a fifth of what fifteen hours then take', async () => {
    const fill = async (hours: number): Promise<CapacityResponse> => {
      const folder = temporaryFolder();
      const endMs = Date.now();
      const importer = openImporter({ folder });
      for (let n = 0; n < 900; n++) {
        const labels = LabelSet.of({
          __name__: 'requests_total',
          job: 'a',
          instance: `h${n % 5}`,
          n: String(n),
        });
        const series = importer.series(labels);
        let value = 0;
        for (let atMs = endMs - hours * 3_600_000; atMs < endMs; atMs += 15_000) {
          value += Math.imul(atMs ^ n, 0x9e37_79b1) & 63;
          importer.add(series, atMs, value);
        }
      }
      importer.finish();
      const store = await openStore({ folder });
      const { series, blockSamples, walBytes, diskBytes } = store.stats();
      await store.close();
      const blockBytes = diskBytes - walBytes;
      return {
        ...figures,
        series,
        samplesPerSecond: 900 / 15,
        blockSamples,
        blockBytes,
        walBytes,
        diskBytes,
      };
    };
    const measured = await fill(5);
    expect(measured.blockSamples).toBe(1_080_000);
    const advice = adviseCapacity(measured, { retentionMs: 15 * 3_600_000 });
    const real = await fill(15);
    const estimated = advice.plan?.bytes ?? NaN;
    expect(estimated / real.blockBytes).toBeGreaterThan(0.8);
    expect(estimated / real.blockBytes).toBeLessThan(1.2);
    expect(real.blockBytes / real.blockSamples).toBeLessThan(2);
  }, 30_000);
});
