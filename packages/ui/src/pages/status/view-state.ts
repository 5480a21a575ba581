import { choiceField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** A part of the page. */
export type StatusView = 'health' | 'storage' | 'cardinality' | 'queries' | 'configuration';

/** What is shown of the station. */
export interface StatusState {
  readonly view: StatusView;
  /** Name of the configuration file that is shown; the first one where it is empty. */
  readonly file: string;
  /** What is searched for in it. */
  readonly search: string;
}

/** The parts in the order of the tabs. */
export const STATUS_VIEWS: readonly StatusView[] = [
  'health',
  'storage',
  'cardinality',
  'queries',
  'configuration',
];

/** The address of the page: `view`, and for the configuration `file` and `q`. */
export const statusCodec: UrlCodec<StatusState> = urlCodec({
  view: choiceField<StatusView>('view', STATUS_VIEWS),
  file: textField('file'),
  search: textField('q'),
});
