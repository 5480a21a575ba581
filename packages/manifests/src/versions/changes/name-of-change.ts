import type { ChangePlace } from './version-change.ts';

/** What a change is about, as it is written; empty for what no single word shows. */
export function nameOfChange(place: ChangePlace): string {
  switch (place.in) {
    case 'query':
      return 'function' in place ? `${place.function}()` : place.metric;
    case 'trait':
      return '';
    case 'panel':
      return `panel type ${place.type}`;
    case 'command':
      return `--${place.flag}${place.value === undefined ? '' : `=${place.value}`}`;
    case 'environment':
      return place.variable;
    default: {
      const key = place.key.split('.').at(-1) ?? place.key;
      return place.value === undefined ? `'${key}'` : `'${key}: ${place.value}'`;
    }
  }
}
