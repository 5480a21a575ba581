import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { daysPerGigabyte } from './days-per-gigabyte.ts';
import { ENVELOPE, envelopeOf } from './envelope.ts';

const README = join(import.meta.dirname, '../../../../README.md');
const SERIES = 10_000;
const INTERVAL_S = 15;

/** The table between the marks, without what aligns it. */
function shownInReadme(): readonly string[][] {
  const [, table = ''] =
    /<!-- envelope:begin -->([^]*)<!-- envelope:end -->/.exec(readFileSync(README, 'utf8')) ?? [];
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the README shows what one station was measured with, and nothing else', () => {
  const measured = ENVELOPE.map(({ resource, limit, measured: how }) => [
    resource.replaceAll('_', ' '),
    limit.toLocaleString('en-US'),
    how.replace(/^(npm [^:]+)/, '`$1`'),
  ]);
  const days = Math.floor(daysPerGigabyte(SERIES / INTERVAL_S) ?? 0);
  const kept = [
    'days of samples in 1 GB',
    String(days),
    `${SERIES.toLocaleString('en-US')} series every ${INTERVAL_S} s, 1.5 bytes a sample (\`npm run bench -- engine\`)`,
  ];
  expect(shownInReadme()).toEqual([...measured, kept]);
});

test('a definition has limits of its own for a machine that bears more or less', () => {
  const own = envelopeOf({ series: 10, spansPerSecond: 70_000 });
  expect(own.find(({ resource }) => resource === 'series')).toEqual({
    resource: 'series',
    limit: 10,
    measured: 'set in the definition: station.capacity.series',
  });
  expect(own.find(({ resource }) => resource === 'spans_per_second')?.limit).toBe(70_000);
  expect(own.filter((limit, i) => limit !== ENVELOPE[i])).toHaveLength(2);
  expect(envelopeOf()).toEqual(ENVELOPE);
});

test('what 1 GB keeps is told by what is stored, once there is enough of it', () => {
  const typical = daysPerGigabyte(1000);
  expect(typical).toBeCloseTo(1024 ** 3 / (1.5 * 1000 * 86_400));
  expect(daysPerGigabyte(1000, { samples: 1000, bytes: 9_000_000 })).toBe(typical);
  expect(daysPerGigabyte(1000, { samples: 2_000_000, bytes: 6_000_000 })).toBeCloseTo(typical! / 2);
  expect(daysPerGigabyte(0)).toBeUndefined();
});
