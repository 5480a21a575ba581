import { expect, test } from 'vitest';
import { CapacityMeter } from './capacity-meter.ts';
import { ENVELOPE } from './envelope.ts';

const limitOf = (resource: string) => ENVELOPE.find((one) => one.resource === resource)?.limit ?? NaN;

test('a station compares itself with its envelope, and tells once when it comes near', async () => {
  let nowMs = 0;
  let totals = { series: 0, targets: 0, samples: 0, logRecords: 0, spans: 0 };
  const lines: string[] = [];
  const meter = new CapacityMeter({
    envelope: ENVELOPE,
    totals: () => Promise.resolve(totals),
    now: () => nowMs,
    log: (line) => void lines.push(line),
  });
  const ratios = async () =>
    Object.fromEntries((await meter.use()).map(({ resource, ratio }) => [resource, ratio]));
  expect(await ratios()).toEqual({
    series: 0,
    targets: 0,
    samples_per_second: 0,
    log_records_per_second: 0,
    spans_per_second: 0,
  });
  nowMs += 30_000;
  totals = {
    series: limitOf('series') / 2,
    targets: limitOf('targets') / 4,
    samples: 30 * limitOf('samples_per_second') * 0.8,
    logRecords: 30 * limitOf('log_records_per_second') * 0.1,
    spans: 0,
  };
  const used = await ratios();
  expect(used['series']).toBe(0.5);
  expect(used['targets']).toBe(0.25);
  expect(used['samples_per_second']).toBeCloseTo(0.8);
  expect(used['log_records_per_second']).toBeCloseTo(0.1);
  await ratios();
  expect(lines).toEqual([
    expect.stringMatching(/^80 % of the samples per second .*telltale doctor capacity/),
  ]);
  // Two minutes later only the last one counts, and what was deleted makes no rate below zero.
  totals = { ...totals, logRecords: 0 };
  nowMs += 60_000;
  await ratios();
  nowMs += 60_000;
  const later = await ratios();
  expect(later['samples_per_second']).toBe(0);
  expect(later['log_records_per_second']).toBe(0);
});
