import { expect, test } from 'vitest';
import { shownError } from './shown-error.ts';

test.each([
  [
    'a short message as it is',
    new Error('connect ECONNREFUSED 127.0.0.1:5432'),
    'connect ECONNREFUSED 127.0.0.1:5432',
  ],
  [
    'no credentials of an address',
    new Error('cannot reach postgres://app:hun@ter2@db:5432/shop'),
    'cannot reach postgres://__redacted__@db:5432/shop',
  ],
  [
    'no password that is assigned',
    new Error('invalid dsn host=db password=hunter2 user_id: 7'),
    'invalid dsn host=db password=__redacted__ user_id: __redacted__',
  ],
  ['no token', new Error('Authorization: "Bearer abcdefghijkl"'), 'Authorization: __redacted__'],
  ['no key', new Error('AKIAABCDEFGHIJKLMNOP is unknown'), '__redacted__ is unknown'],
  ['the first line only', new Error('first\n    at secret (/srv/app.js)'), 'first'],
  [
    'one of many errors, where a host has several addresses',
    new AggregateError([new Error('connect ECONNREFUSED ::1:80')], ''),
    'connect ECONNREFUSED ::1:80',
  ],
  ['the code where there is no message', Object.assign(new Error(''), { code: 'ECONNRESET' }), 'ECONNRESET'],
  ['text that is no error', 'gone', 'gone'],
])('of an error is shown: %s', (_, error, shown) => {
  expect(shownError(error)).toBe(shown);
});

test('a message is short however long it is', () => {
  expect(shownError(new Error('x'.repeat(10_000_000)))).toHaveLength(200);
});
