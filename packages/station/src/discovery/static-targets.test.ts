import { describe, expect, test } from 'vitest';
import { parseTargetAddress } from './static-targets.ts';

const parse = (text: string) => parseTargetAddress(text, 5000);

describe('a target from the command line', () => {
  test.each([
    ['localhost:3000', 'http', 'localhost:3000', '/metrics'],
    ['localhost:3000/metrics', 'http', 'localhost:3000', '/metrics'],
    ['LOCALHOST:3000/', 'http', 'localhost:3000', '/'],
    ['https://shop.example/stats?all=1', 'https', 'shop.example', '/stats?all=1'],
    ['[::1]:3000/metrics', 'http', '[::1]:3000', '/metrics'],
  ])('%s is scraped at its scheme, host and path', (text, scheme, address, path) => {
    expect(parse(text)).toMatchObject({ scheme, addresses: [address], path });
  });

  test('two pages of one program are two jobs', () => {
    expect(parse('localhost:3000/metrics').job).toBe('localhost:3000');
    expect(parse('localhost:3000/more').job).toBe('localhost:3000/more');
  });

  test.each(['', 'a b', 'ftp://localhost/', 'localhost:99999', '3000', '3000/metrics', '--port', 'u:p@host'])(
    '"%s" is refused with an example',
    (text) => {
      expect(() => parse(text)).toThrow(
        expect.objectContaining({
          code: 'TT_USAGE',
          message: `"${text}" is not an address to scrape`,
          fix: expect.stringContaining('localhost:3000/metrics'),
        }),
      );
    },
  );
});
