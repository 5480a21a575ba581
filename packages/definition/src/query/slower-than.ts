import type { AnyQuery } from './any-query.ts';

/** The observations of a histogram above one of its bounds, and all of them; made by `over`. */
export interface SlowerThan {
  readonly bad: AnyQuery;
  readonly total: AnyQuery;
}
