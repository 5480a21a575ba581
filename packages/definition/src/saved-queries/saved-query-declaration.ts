import type { AnyQuery } from '../query/any-query.ts';

/** A query that is asked again and again, by name: the query, or with what it tells. */
export type SavedQueryDeclaration =
  | AnyQuery
  | {
      readonly query: AnyQuery;
      /** What the answer means. */
      readonly help?: string;
      /** Unit for display; the query's by default. */
      readonly unit?: string;
    };
