import {
  choiceField,
  numberField,
  optionalTextField,
  sortField,
  urlCodec,
} from '../../navigation/url-codec.ts';
import type { SortOrder, UrlCodec } from '../../navigation/url-codec.ts';

/** Everything that can be chosen on the service map, besides the time. */
export interface MapState {
  readonly view: 'map' | 'table';
  /** The service whose details are shown. */
  readonly service: string | undefined;
  /** With `service`, the one that it calls. */
  readonly callee: string | undefined;
  /** How large the map is drawn, and from where. */
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
  readonly sort: SortOrder;
}

/** The address of the service map: `/map?view=table&service=shop&callee=pay&zoom=2`. */
export const mapCodec: UrlCodec<MapState> = urlCodec<MapState>({
  view: choiceField('view', ['map', 'table']),
  service: optionalTextField('service'),
  callee: optionalTextField('callee'),
  zoom: numberField('zoom', 1),
  x: numberField('x', 0),
  y: numberField('y', 0),
  sort: sortField({ column: 'rate', isDescending: true }),
});
