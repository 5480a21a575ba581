import type { StoryResponse } from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** What happened around something. */
export interface StoryApi {
  /** `key` is such as `alert:HighErrorRate`; `atMs` chooses one of several times. */
  readonly tell: (
    about: { readonly key: string; readonly atMs: number | undefined },
    signal?: AbortSignal,
  ) => Promise<StoryResponse>;
}

/** Creates the calls. */
export function createStoryApi({ get }: HttpClient): StoryApi {
  return {
    tell: ({ key, atMs }, signal) =>
      get('/api/telltale/story', { key, ...(atMs !== undefined && { at: String(atMs / 1000) }) }, signal),
  };
}
