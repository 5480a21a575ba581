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

/** What is done with the silence of the address: it is shown, changed, or made once more. */
export type SilenceDeed = 'show' | 'edit' | 'again';

/** What can be done, what holds at first before the rest. */
export const SILENCE_DEEDS: readonly SilenceDeed[] = ['show', 'edit', 'again'];

/** The address of what is done with a silence: `do=edit`. */
export const deedCodec: UrlCodec<{ readonly deed: SilenceDeed }> = urlCodec({
  deed: choiceField('do', SILENCE_DEEDS),
});

/** The id that stands for a silence that is being made. */
export const NEW_SILENCE = 'new';
