import type { AnyQuery } from '../query/any-query.ts';

/** A query whose result is stored under a new name: the query, or with labels to add. */
export type RecordingDeclaration =
  | AnyQuery
  | { readonly query: AnyQuery; readonly labels?: Readonly<Record<string, string>> };
