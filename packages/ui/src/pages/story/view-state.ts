import { flagField, optionalTextField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** What can be chosen on the page of a story besides its key, which is in the path. */
export interface StoryState {
  /** The moment of the episode that is told, as ISO 8601; the newest where there is none. */
  readonly at: string | undefined;
  /** Whether only what went wrong is listed. */
  readonly onlyTrouble: boolean;
}

/** The page's address: `at`, `trouble`. */
export const storyCodec: UrlCodec<StoryState> = urlCodec({
  at: optionalTextField('at'),
  onlyTrouble: flagField('trouble', false),
});

/** The moment that the address names; `undefined` where it names none. */
export function momentOf({ at }: StoryState): number | undefined {
  const atMs = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isFinite(atMs) ? atMs : undefined;
}
