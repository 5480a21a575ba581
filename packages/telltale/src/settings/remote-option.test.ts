import { expect, test } from 'vitest';
import { remoteOption } from './remote-option.ts';

const defined = { url: 'https://mimir/prometheus', headers: { 'X-Scope-OrgID': 'shop' } };

test('the command line comes before the environment, and that before the definition', () => {
  const env = { TELLTALE_REMOTE: 'prometheus:9090' };
  expect(remoteOption({}, { env: {} })).toBeUndefined();
  expect(remoteOption({}, { env: { TELLTALE_REMOTE: ' ' } }, defined)).toBe(defined);
  expect(remoteOption({}, { env }, defined)).toEqual({ url: 'http://prometheus:9090/' });
  expect(remoteOption({ remote: 'https://other/p' }, { env }, defined)).toEqual({ url: 'https://other/p' });
});

test('a token is read from its variable, other credentials are those of the server that was defined', () => {
  const env = { TELLTALE_REMOTE_TOKEN: 'hush' };
  const authorization = { env: 'TELLTALE_REMOTE_TOKEN' };
  expect(remoteOption({ remote: 'http://p:9090' }, { env })).toEqual({
    url: 'http://p:9090/',
    authorization,
  });
  expect(remoteOption({ remote: 'https://mimir/other' }, { env: {} }, defined)).toEqual({
    ...defined,
    url: 'https://mimir/other',
  });
});

test.each([
  [{ remote: 'ftp://p' }, {}, '--remote must be an http or https address'],
  [{ remote: '' }, {}, '--remote must be an http or https address'],
  [{}, { TELLTALE_REMOTE: 'http://:x' }, 'TELLTALE_REMOTE must be an http or https address'],
  [{ remote: 'http://me:hush@p' }, {}, '--remote must not hold a user or password'],
])('%j with %j is refused by the name it was given under, and not repeated', (option, env, message) => {
  const read = () => remoteOption(option, { env });
  expect(read).toThrow(
    expect.objectContaining({ code: 'TT_USAGE', message: expect.stringContaining(message) }),
  );
  expect(read).not.toThrow('hush');
});
