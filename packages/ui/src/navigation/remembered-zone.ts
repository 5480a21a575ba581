import type { Zone } from '../format/zone.ts';

const STORAGE_KEY = 'telltale.zone';

/** The zone that was chosen earlier in this browser; local time where none was. */
export function readZone(): Zone {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'utc' ? 'utc' : 'local';
  } catch {
    return 'local';
  }
}

/** Remembers a zone, where the browser lets pages remember anything. */
export function rememberZone(zone: Zone): void {
  try {
    localStorage.setItem(STORAGE_KEY, zone);
  } catch {
    // The choice is in the address nevertheless.
  }
}
