import type { HistoryMode } from '../../../navigation/url-state.ts';
import { parseSpanDuration } from './span-duration.ts';
import { choiceField, sortField, textField, urlCodec } from '../../../navigation/url-codec.ts';
import type { SortOrder, UrlCodec } from '../../../navigation/url-codec.ts';

/** Everything that can be chosen where traces are searched, besides the time. */
export interface SearchState {
  /** What is written, in the language of `telltale traces`. */
  readonly query: string;
  readonly service: string;
  readonly operation: string;
  readonly status: 'all' | 'error';
  /** Such as `250ms`; empty for any. */
  readonly min: string;
  readonly max: string;
  readonly order: 'newest' | 'slowest';
  readonly view: SearchView;
  readonly baseline: Baseline;
  readonly sort: SortOrder;
}

/** What is shown of the traces. */
export type SearchView = 'traces' | 'operations' | 'compare';

/** What those that are found are compared with. */
export type Baseline = 'others' | 'before';

const VIEWS: readonly SearchView[] = ['traces', 'operations', 'compare'];

/** The address: `/traces?service=shop&operation=GET+%2Fpay&status=error&min=250ms&q=http.route:"/pay"`. */
export const searchCodec: UrlCodec<SearchState> = urlCodec<SearchState>({
  query: textField('q'),
  service: textField('service'),
  operation: textField('operation'),
  status: choiceField('status', ['all', 'error']),
  min: textField('min'),
  max: textField('max'),
  order: choiceField('order', ['newest', 'slowest']),
  view: choiceField('view', VIEWS),
  baseline: choiceField('baseline', ['others', 'before']),
  sort: sortField({ column: 'rate', isDescending: true }),
});

/** Nothing is filtered. */
export const UNFILTERED = {
  query: '',
  service: '',
  operation: '',
  status: 'all',
  min: '',
  max: '',
} as const satisfies Partial<SearchState>;

/** Whether all traces of the time are wanted. */
export function isUnfiltered(state: SearchState): boolean {
  return queryOf(state) === '';
}

/**
 * All that is chosen as one query. What was written stands first: places of faults in it are those of the field. A
 * duration that cannot be read is left out, since its field says so.
 */
export function queryOf(state: SearchState): string {
  const { query, service, operation, status } = state;
  const [min, max] = [state.min, state.max].map((text) => text.trim());
  return [
    query.trim(),
    service !== '' && `service:${quoted(service)}`,
    operation !== '' && `operation:${quoted(operation)}`,
    status === 'error' && 'status:error',
    isDuration(min) && `duration>=${min}`,
    isDuration(max) && `duration<=${max}`,
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

/** Whether a text is a duration as queries have them. */
export function isDuration(text: string): boolean {
  return parseSpanDuration(text.trim()) !== undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (letter) => ESCAPES.get(letter) ?? `\\${letter}`)}"`;
}

/** What can be chosen, and how it is changed. */
export interface SearchChoices {
  readonly state: SearchState;
  readonly change: (part: Partial<SearchState>, mode?: HistoryMode) => void;
}
