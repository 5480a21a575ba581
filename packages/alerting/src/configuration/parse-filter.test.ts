import { expect, test } from 'vitest';
import { parseFilter } from './parse-filter.ts';

test('each text holds one matcher or several', () => {
  const filter = parseFilter(['alertname=A', '{severity=~"page|ticket", "ünï"!="x"}']);
  expect(filter).toMatchObject([
    { name: 'alertname', op: '=', value: 'A' },
    { name: 'severity', op: '=~', value: 'page|ticket' },
    { name: 'ünï', op: '!=', value: 'x' },
  ]);
  expect(filter[1].matches('ticket')).toBe(true);
  expect(filter[1].matches('paged')).toBe(false);
});

test.each(['alertname', 'a=~"("'])('%s is no filter', (text) => {
  expect(() => parseFilter([text])).toThrow(expect.objectContaining({ code: expect.stringMatching(/^TT_/) }));
});
