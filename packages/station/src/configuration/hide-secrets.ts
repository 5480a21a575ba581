import type { YamlMapping, YamlValue } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
import { maskUrlsIn } from '../access/mask-url.ts';

/** What stands in the place of a secret, as in Prometheus' own pages. */
const HIDDEN = '<secret>';

/** Texts under these names are secret wherever they stand. */
const SECRET_NAMES: ReadonlySet<string> = new Set(['token', 'password', 'apiKey', 'authorization']);
/** Mappings whose texts may be secret: many a header or variable is a key. */
const SECRET_MAPPINGS: ReadonlySet<string> = new Set(['headers', 'env']);
/** Said by other fields already, or different on each machine. */
const LEFT_OUT: ReadonlySet<string> = new Set(['filter', 'position']);

/**
 * Settings as they can be shown: secrets and passwords of addresses are hidden, times are written as people write them,
 * and what is no data is left out.
 */
export function shownSettings(settings: object): YamlMapping {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      if (LEFT_OUT.has(name)) return [];
      const shown = shownField(name, value);
      return shown === undefined ? [] : [[isTime(name, value) ? name.slice(0, -2) : name, shown] as const];
    }),
  );
}

/** A configuration without the passwords that its addresses may have. */
export function withoutPasswords<Value>(value: Value): Value {
  return mapTexts(value, maskUrlsIn) as Value;
}

function shownField(name: string, value: unknown): YamlValue | undefined {
  if (isTime(name, value)) return formatDuration(value);
  if (SECRET_NAMES.has(name)) return shownSecret(value);
  if (SECRET_MAPPINGS.has(name) && isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shownSecret(one)]));
  }
  return shownValue(value);
}

function shownValue(value: unknown): YamlValue | undefined {
  if (typeof value === 'string') return maskUrlsIn(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.flatMap((one) => shownValue(one) ?? []);
  return isMapping(value) ? shownSettings(value) : undefined;
}

/** The path of a file is no secret; the name of a variable helps nobody who reads the page. */
function shownSecret(value: unknown): YamlValue | undefined {
  if (value === undefined) return undefined;
  return isMapping(value) && typeof value['file'] === 'string' ? { file: value['file'] } : HIDDEN;
}

function isTime(name: string, value: unknown): value is number {
  return name.endsWith('Ms') && typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change)]));
}
