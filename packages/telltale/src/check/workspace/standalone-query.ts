import type { SourceText } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { CheckedQuery } from './checked-query.ts';
import { createCheckedQuery } from './checked-query.ts';
import { excerptOf } from './source-excerpt.ts';

/** A query that stands in a text as it is, such as the example of a guide. */
export function standaloneQuery(source: SourceText, range: SourceRange): CheckedQuery {
  return createCheckedQuery({
    text: source.text.slice(range.start, range.end),
    origin: 'rule-file',
    use: 'panel',
    placeOf: ({ start, end }) => {
      const position = source.positionAt(range.start + start);
      const excerpt = excerptOf(source, position, source.positionAt(range.start + end));
      return { position, excerpt, subject: 'an example' };
    },
  });
}
