import type { DriftArea, DriftFinding } from '@telltale/station/contract';
import { choiceField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** What is shown of the differences. */
export interface DriftState {
  readonly search: string;
  readonly area: DriftArea | 'all';
  readonly kind: DriftFinding['kind'] | 'all';
}

/** Areas in the order in which they are shown. */
export const AREAS: readonly DriftArea[] = [
  'rules',
  'targets',
  'metrics',
  'queries',
  'routing',
  'dashboards',
];

/** Kinds in the order of the picker. */
export const KINDS: readonly DriftFinding['kind'][] = ['missing', 'extra', 'changed'];

/** The address of the page: `q`, `area`, `kind`. */
export const driftCodec: UrlCodec<DriftState> = urlCodec({
  search: textField('q'),
  area: choiceField<DriftState['area']>('area', ['all', ...AREAS]),
  kind: choiceField<DriftState['kind']>('kind', ['all', ...KINDS]),
});

/** Everything is shown. */
export const UNFILTERED: DriftState = { search: '', area: 'all', kind: 'all' };
