import { formatMoment } from '../../format/times.ts';

/** A moment to the millisecond: `14:03:27.042`, of another day than today `21 Nov 14:03:27.042`. */
export function formatLogTime(atMs: number): string {
  const ms = Math.floor(((atMs % 1000) + 1000) % 1000);
  return `${formatMoment(atMs, Date.now())}.${String(ms).padStart(3, '0')}`;
}
