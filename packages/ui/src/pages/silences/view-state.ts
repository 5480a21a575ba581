import { choiceField, listField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** Which silences are listed. */
export type SilenceList = 'active' | 'pending' | 'expired';

/** The lists, the usual one first. */
export const SILENCE_LISTS: readonly SilenceList[] = ['active', 'pending', 'expired'];

/** The address of the list: `list=expired`. */
export const listCodec: UrlCodec<{ readonly list: SilenceList }> = urlCodec({
  list: choiceField('list', SILENCE_LISTS),
});

/** The address of a silence to be made: its matchers, `m=alertname="Slow"`. */
export const newSilenceCodec: UrlCodec<{ readonly matchers: readonly string[] }> = urlCodec({
  matchers: listField('m'),
});

/** The id that stands for a silence that is being made. */
export const NEW_SILENCE = 'new';
