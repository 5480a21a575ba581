import { describe, expect, it } from 'vitest';
import { fencedBlocks } from './fenced-blocks.ts';

describe('fencedBlocks', () => {
  it('keeps the line numbers of the guide', () => {
    const blocks = fencedBlocks('# Guide\n\n```yaml title="x"\na: 1\n```\ntext\n~~~JS\nb\n~~~\n');
    expect(blocks).toEqual([
      { language: 'yaml', text: '\n\n\na: 1\n' },
      { language: 'js', text: '\n\n\n\n\n\n\nb\n' },
    ]);
  });

  it('a longer fence holds shorter ones, and an unclosed block ends with the text', () => {
    expect(fencedBlocks('````md\n```js\nx\n```\n````\n```ts\ny')).toEqual([
      { language: 'md', text: '\n```js\nx\n```\n' },
      { language: 'ts', text: '\n\n\n\n\n\ny\n' },
    ]);
  });
});
