import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMonitoring, files } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/workspace.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { recordFiles } from './file-recorder.ts';

const definition = defineMonitoring({ service: 'cad', kits: [files()] });

function kernelCount(field: string): number {
  const [, count] = new RegExp(`^${field}: (\\d+)$`, 'm').exec(readFileSync('/proc/self/io', 'utf8')) ?? [];
  return Number(count);
}

test.runIf(process.platform === 'linux')(
  'bytes and operations are those of the kernel, a known write included',
  async () => {
    const registry = createRegistry();
    recordFiles(definition, registry);
    const file = join(temporaryFolder(), 'known');
    const read = () => ({
      written: valuesOf(registry, 'file_io_bytes_total')['file_io_bytes_total{direction="write"}'],
      read: valuesOf(registry, 'file_io_bytes_total')['file_io_bytes_total{direction="read"}'],
      writes: valuesOf(registry, 'file_io_operations_total')['file_io_operations_total{direction="write"}'],
    });
    const before = read();
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(file, Buffer.alloc(3_000_000));
    readFileSync(file);
    const least = { written: kernelCount('wchar'), read: kernelCount('rchar'), writes: kernelCount('syscw') };
    const after = read();
    const most = { written: kernelCount('wchar'), read: kernelCount('rchar'), writes: kernelCount('syscw') };
    expect(after.written - before.written).toBeGreaterThanOrEqual(3_000_000);
    expect(after.read - before.read).toBeGreaterThanOrEqual(3_000_000);
    expect(after.writes).toBeGreaterThan(before.writes);
    for (const name of ['written', 'read', 'writes'] as const) {
      expect(after[name]).toBeGreaterThanOrEqual(least[name]);
      expect(after[name]).toBeLessThanOrEqual(most[name]);
    }
  },
);

test('without the kit nothing is recorded', () => {
  const registry = createRegistry();
  recordFiles(defineMonitoring({ service: 'cad' }), registry);
  expect(registry.expose()).not.toContain('file_io');
});
