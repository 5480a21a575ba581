/** Whose clock times are shown by. */
export type Zone = 'utc' | 'local';

let current: Zone = 'local';

/** The zone that all times of the page are shown in. */
export function currentZone(): Zone {
  return current;
}

/** Shows all times in a zone from now on. What is on the page already has to be drawn anew. */
export function setCurrentZone(zone: Zone): void {
  current = zone;
}

/** The name of a zone for people: `UTC`, or with the reader's place such as `Local, Europe/Berlin`. */
export function nameOfZone(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : `Local, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}
