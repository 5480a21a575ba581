import {
  choiceField,
  flagField,
  listField,
  numberField,
  optionalTextField,
  sortField,
  textField,
  urlCodec,
} from '../../../navigation/url-codec.ts';
import type { SortOrder, UrlCodec } from '../../../navigation/url-codec.ts';

/** Views of a trace. */
export type TraceView = 'waterfall' | 'logs' | 'flame' | 'statistics' | 'compare';

const VIEWS: readonly TraceView[] = ['waterfall', 'logs', 'flame', 'statistics', 'compare'];

/** Everything that can be chosen on the page of a trace. */
export interface TraceState {
  readonly view: TraceView;
  /** Id of the span whose details are shown. */
  readonly span: string | undefined;
  /** What is looked for in the spans. */
  readonly search: string;
  readonly onlyErrors: boolean;
  /** Ids of spans whose children are not shown. */
  readonly folded: readonly string[];
  /** The part of the time that is shown, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Key of the frame that fills the flame graph; empty for the whole. */
  readonly frame: string;
  /** Id of the trace to compare with. */
  readonly other: string;
  readonly sort: SortOrder;
}

/** The address of a trace: `/traces/0af7…?span=b7ad…&q=pay&errors=1&view=flame&zoom-from=0.2&zoom-to=0.4`. */
export const traceCodec: UrlCodec<TraceState> = urlCodec<TraceState>({
  view: choiceField('view', VIEWS),
  span: optionalTextField('span'),
  search: textField('q'),
  onlyErrors: flagField('errors'),
  folded: listField('fold'),
  from: numberField('zoom-from', 0),
  to: numberField('zoom-to', 1),
  frame: textField('frame'),
  other: textField('with'),
  sort: sortField({ column: 'self', isDescending: true }),
});

/** The part of the address that chooses a span: for links. */
export const spanCodec: UrlCodec<{ readonly span: string | undefined }> = urlCodec({
  span: optionalTextField('span'),
});

const TRACE_ID = /^[0-9a-f]{32}$/i;

/** The trace id that a text is, in the letters that ids are written with. */
export function traceIdOf(text: string): string | undefined {
  const id = text.trim();
  return TRACE_ID.test(id) ? id.toLowerCase() : undefined;
}
