import type { DoctorFix } from '@telltale/station/contract';
import { formatDuration } from '@telltale/model';

const KIB = 1024;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
/** From here on nobody reads decimals. */
const WHOLE_FROM = 100;

/** What to do, and what to copy. */
export function fixOf(text: string, ...lines: readonly string[]): DoctorFix {
  return { text, code: lines.join('\n') };
}

/** `12.5 MiB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / KIB ** power;
  return `${value >= WHOLE_FROM || power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** How long, to the second from one on: `1m30s`, `250ms`. */
export function spanText(ms: number): string {
  return formatDuration(ms < 1000 ? Math.max(0, Math.round(ms)) : Math.round(ms / 1000) * 1000);
}

/** The first of a list in words, and how many more there are. */
export function listText(texts: readonly string[], shown = 3): string {
  const more = texts.length - shown;
  return texts.slice(0, shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
