import * as fc from 'fast-check';
import type { Text } from './text.ts';

/** Labels to group by; the last one does not exist. */
const groupLabels: Text = fc.constantFrom(
  'instance',
  'job',
  'code',
  'instance, code',
  'le',
  'room',
  '',
  'instance, none',
);

/** Nothing, `by (…)` or `without (…)`. */
export const grouping: Text = fc.oneof(
  fc.constant(''),
  { weight: 3, arbitrary: groupLabels.map((labels) => ` by (${labels})`) },
  groupLabels.map((labels) => ` without (${labels})`),
);

/** How two vectors are paired, often not at all. */
export const matching: Text = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc.constantFrom(
    ' on (instance)',
    ' on (instance, code)',
    ' ignoring (code)',
    ' ignoring (le, room)',
    ' on ()',
    ' ignoring ()',
    ' on (none)',
  ),
);

/** How one is paired with many. */
export const grouped: Text = fc
  .tuple(
    fc.constantFrom(' on (instance)', ' on (instance, job)', ' ignoring (code, le, room, version)'),
    fc.constantFrom(
      ' group_left',
      ' group_right',
      ' group_left ()',
      ' group_left (version)',
      ' group_right (room)',
    ),
  )
  .map(([on, group]) => on + group);
