const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const TIME_WITH_SECONDS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A moment of today as `14:03:27`, of another day as `21 Nov 14:03:27`; local time, 24-hour clock. */
export function formatMoment(atMs: number, nowMs: number): string {
  const time = TIME_WITH_SECONDS.format(atMs);
  return DAY.format(atMs) === DAY.format(nowMs) ? time : `${DAY.format(atMs)} ${time}`;
}

/** Labels of a time axis whose ticks lie `distanceMs` apart. Midnight shows the day instead. */
export function formatTimeTicks(ticks: readonly number[], distanceMs: number): readonly string[] {
  if (distanceMs < MINUTE_MS) return ticks.map((tick) => TIME_WITH_SECONDS.format(tick));
  if (distanceMs >= DAY_MS) return ticks.map((tick) => DAY.format(tick));
  return ticks.map((tick) => {
    const text = TIME.format(tick);
    return text === '00:00' ? DAY.format(tick) : text;
  });
}
