import { describe, expect, it } from 'vitest';
import { misreadText } from './misread-text.ts';

describe('misreadText', () => {
  it.each([
    ['â†’', '→'],
    ['Ã©', 'é'],
    ['â€™', '’'],
    ['ðŸš€', '🚀'],
  ])('%s was %s', (text, expected) => expect(misreadText(text)).toBe(expected));

  it.each([['é'], ['→'], ['Ångström'], ['漢']])('%s was never anything else', (text) =>
    expect(misreadText(text)).toBeUndefined(),
  );
});
