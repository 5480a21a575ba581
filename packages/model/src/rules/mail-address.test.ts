import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMailAddress } from './mail-address.ts';

describe('one mail address', () => {
  test.each([
    ['ops@shop.example', '', 'ops@shop.example'],
    [' ops@shop.example ', '', 'ops@shop.example'],
    ['a.b+c@localhost', '', 'a.b+c@localhost'],
    ['Shop alerts <ops@shop.example>', 'Shop alerts', 'ops@shop.example'],
    ['"Alerts, shop: \\"hot\\"" <ops@shop.example>', 'Alerts, shop: "hot"', 'ops@shop.example'],
    ['<ops@shop.example>', '', 'ops@shop.example'],
    ['ops@bücher.example', '', 'ops@xn--bcher-kva.example'],
  ])('%s', (text, name, address) => {
    expect(parseMailAddress(text)).toEqual({ name, address });
  });

  test.each([
    ['b@x.example\r\nRCPT TO:<evil@x.example>', 'line end'],
    ['b@x.example\nBcc: evil@x.example', 'line end'],
    ['b\u0000@x.example', 'control character'],
    ['b@x.example\u2028', 'line end'],
    ['team: a@x.example, b@x.example;', 'group of addresses'],
    ['a: b: c: d@x.example;;;', 'group of addresses'],
    ['undisclosed-recipients:;', 'group of addresses'],
    ['a@x.example, b@x.example', 'more than one address'],
    ['a@x.example;b@x.example', 'group of addresses'],
    ['A, B <a@x.example>', 'more than one address'],
    ['"a@x.example"@y.example', 'quoted local part'],
    ['"a b"@x.example', 'quoted local part'],
    ['a(comment)@x.example', 'comment'],
    ['a@x.example (comment)', 'has a comment'],
    ['a@b@x.example', 'more than one address'],
    ['a@[127.0.0.1]', 'no mail address'],
    ['a@x_y.example', 'no mail address'],
    ['a@-x.example', 'no mail address'],
    ['a@x..example', 'no mail address'],
    ['.a@x.example', 'no mail address'],
    ['ü@x.example', 'no mail address'],
    ['a@', 'no mail address'],
    ['@x.example', 'nothing in front of the @'],
    ['', 'no mail address'],
    ['<a@x.example', 'no mail address'],
    ['A <a@x.example> <b@x.example>', 'more than one address'],
    [`${'a'.repeat(65)}@x.example`, 'more than 64 characters'],
    [`${'a'.repeat(2000)}@x.example`, 'longer than 998'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseMailAddress(text)).toThrow(reason);
  });

  test('whatever is accepted has one @, and nothing a mail server would read as a command', () => {
    const piece = fc.constantFrom(
      'a',
      'x.example',
      '@',
      '<',
      '>',
      '"',
      '\\',
      ',',
      ':',
      ';',
      ' ',
      '\r',
      '\n',
      '(',
      ')',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let parsed;
        try {
          parsed = parseMailAddress(pieces.join(''));
        } catch {
          return;
        }
        expect(parsed.address).toMatch(/^[^\s@<>"(),:;\\]+@[a-z0-9.-]+$/);
        expect(parsed.name).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });
});
