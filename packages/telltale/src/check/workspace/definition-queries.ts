import type { ResolvedDefinition } from '@telltale/definition';
import type { FilePosition, SourceRange } from '@telltale/model';
import type { CheckedQuery } from './checked-query.ts';
import { createCheckedQuery } from './checked-query.ts';
import { excerptOfQuery } from './source-excerpt.ts';

/** The saved queries of a definition. Their text is printed, so it stands in no file. */
export function savedQueriesOf(definition: ResolvedDefinition): readonly CheckedQuery[] {
  const start: FilePosition = { file: definition.file ?? 'telltale.config.ts', line: 1, column: 1 };
  return definition.queries.map(({ name, query }) => queryAt(query, 'panel', start, `saved query ${name}`));
}

/** A query of a definition, written at `position`; `isFilledIn` where it has variables of a dashboard. */
export function queryAt(
  text: string,
  use: CheckedQuery['use'],
  position: FilePosition,
  subject: string,
  isFilledIn?: CheckedQuery['isFilledIn'],
): CheckedQuery {
  return createCheckedQuery({
    text,
    origin: 'definition',
    use,
    placeOf: (range: SourceRange) => ({ position, excerpt: excerptOfQuery(text, range), subject }),
    ...(isFilledIn && { isFilledIn }),
  });
}
