import { expect, test } from 'vitest';
import { unescapeLabelName } from './label-name.ts';

test.each([
  ['job', 'job'],
  ['my.label', 'my.label'],
  ['U__http_2e_route', 'http.route'],
  ['U__a__b', 'a_b'],
  ['U___1f600_', '😀'],
  ['U__caf_e9_', 'café'],
  ['U__a_b', 'U__a_b'],
  ['U__a_110000_', 'U__a_110000_'],
  ['U__a_d800_', 'U__a_d800_'],
  ['__proto__', '__proto__'],
])('the path %s names the label %s', (text, name) => {
  expect(unescapeLabelName(text)).toBe(name);
});

test.each(['', 'U__', '\ud800'])('no label can be named %o', (text) => {
  expect(() => unescapeLabelName(text)).toThrow('invalid label name');
});
