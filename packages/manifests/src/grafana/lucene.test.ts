import { parseLogQuery } from '@telltale/model';
import { expect, test } from 'vitest';
import { luceneOf } from './lucene.ts';

test.each([
  ['service:shop level>=error', '(service.name:"shop" AND log.level:(error OR fatal))'],
  ['refused "say \\"no\\""', String.raw`(message:"refused" AND message:"say \"no\"")`],
  ['-user:* OR name:pay*', '((*:* AND NOT _exists_:app.user) OR app.name:pay*)'],
  ['service:$service duration>=250', '(service.name:${service:lucene} AND app.duration:>=250)'],
  ['"a:b":1', String.raw`app.a\:b:"1"`],
  ['request_id:r1', 'http.request.id:"r1"'],
  ['*', '*:*'],
])('%s is said as %s', (query, lucene) => {
  expect(luceneOf(parseLogQuery(query))).toBe(lucene);
});

test.each(['/timeout \\d+/', 'resource.host.name:a', 'level>=18', 'a /b/', '-/b/'])(
  '%s cannot be said',
  (query) => {
    expect(luceneOf(parseLogQuery(query))).toBeUndefined();
  },
);
