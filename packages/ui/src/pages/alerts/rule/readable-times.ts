import { formatMoment } from '../../../format/times.ts';

const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A text of the station with its times as the page writes them. */
export function withReadableTimes(text: string, nowMs: number): string {
  return text.replace(TIME, (time) => formatMoment(Date.parse(time), nowMs));
}
