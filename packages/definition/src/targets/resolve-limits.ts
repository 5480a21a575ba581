import { parseByteSize } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedScrapeLimits } from '../resolved/resolved-scrape.ts';
import type { ScrapeLimitsDeclaration } from './scrape-declaration.ts';

const COUNTS = ['samples', 'labels', 'targets'] as const;
const SIZES = [
  ['bodySize', 'bodyBytes', '64MiB'],
  ['labelNameSize', 'labelNameBytes', '512B'],
  ['labelValueSize', 'labelValueBytes', '4KiB'],
] as const;

/** Limits on top of others, in bytes. */
export function resolveLimits(
  declared: ScrapeLimitsDeclaration,
  base: ResolvedScrapeLimits,
  path: string,
  faults: FaultList,
): ResolvedScrapeLimits {
  checkKeys(declared, [...COUNTS, ...SIZES.map(([name]) => name)], path, faults);
  const limits = { ...base };
  for (const name of COUNTS) {
    const count: unknown = declared[name];
    if (count === undefined) continue;
    if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) limits[name] = count;
    else faults.add(`${path}.${name}`, 'write a whole number above 0: nothing is without limit');
  }
  for (const [name, field, example] of SIZES) {
    const size: unknown = declared[name];
    if (size === undefined) continue;
    const bytes = typeof size === 'string' ? parseByteSize(size) : undefined;
    if (bytes !== undefined && bytes > 0) limits[field] = bytes;
    else faults.add(`${path}.${name}`, `write a size above 0, such as '${example}'`);
  }
  return limits;
}
