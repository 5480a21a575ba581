import { optionalTextField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** What can be chosen on the overview besides its time and what it shares with the page of a service. */
export interface OverviewState {
  /** Name of the service that is shown in detail; the page chooses where there is none. */
  readonly service: string | undefined;
}

/** The overview's address: `service=shop`. */
export const overviewCodec: UrlCodec<OverviewState> = urlCodec({ service: optionalTextField('service') });
