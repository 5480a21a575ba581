import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** Units of settings and what they are of the base unit. */
const UNITS: Readonly<Record<string, readonly [suffix: 'seconds' | 'bytes', factor: number]>> = {
  us: ['seconds', 1e-6],
  ms: ['seconds', 1e-3],
  s: ['seconds', 1],
  min: ['seconds', 60],
  h: ['seconds', 3600],
  d: ['seconds', 86_400],
  B: ['bytes', 1],
  kB: ['bytes', 1024],
  MB: ['bytes', 1024 ** 2],
  GB: ['bytes', 1024 ** 3],
  TB: ['bytes', 1024 ** 4],
};

/** Rows of `pg_settings` as gauges in base units: `pg_settings_shared_buffers_bytes`. */
export function settingsFamilies(
  rows: readonly Readonly<Record<string, unknown>>[],
  server: string,
): MetricFamily[] {
  return rows.flatMap((row) => {
    const setting = String(row['setting']);
    const [suffix, factor] = unitOf(String(row['unit']));
    const value = row['vartype'] === 'bool' ? Number(setting === 'on') : Number(setting);
    if (Number.isNaN(value)) return [];
    const stem = String(row['name']).replaceAll(/[^a-zA-Z0-9]/g, '_');
    const name = `pg_settings_${stem}${suffix === '' ? '' : `_${suffix}`}`;
    const converted = suffix === '' ? '' : ` [Units converted to ${suffix}.]`;
    // -1 says that there is none, whatever the unit.
    const inBase = value === -1 ? value : value * factor;
    return [family('gauge', name, `${String(row['short_desc'])}${converted}`, [[{ server }, inBase]])];
  });
}

function unitOf(unit: string): readonly [suffix: string, factor: number] {
  const [, count = '', base = ''] = /^(\d*)([a-zA-Z]+)$/.exec(unit) ?? [];
  if (!Object.hasOwn(UNITS, base)) return ['', 1];
  const [suffix, factor] = UNITS[base];
  return [suffix, factor * (count === '' ? 1 : Number(count))];
}
