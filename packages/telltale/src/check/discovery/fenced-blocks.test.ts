import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fencedBlocks } from './fenced-blocks.ts';

const unnamed = { path: '' };

describe('fencedBlocks', () => {
  it('keeps the line numbers of the guide', () => {
    const { blocks } = fencedBlocks('# Guide\n\n```yaml\na: 1\n```\ntext\n~~~JS\nb\n~~~\n');
    expect(blocks).toEqual([
      { ...unnamed, language: 'yaml', text: '\n\n\na: 1\n' },
      { ...unnamed, language: 'js', text: '\n\n\n\n\n\n\nb\n' },
    ]);
  });

  it('a longer fence holds shorter ones, and an unclosed block ends with the text', () => {
    expect(fencedBlocks('````md\n```js\nx\n```\n````\n```ts\ny').blocks).toEqual([
      { ...unnamed, language: 'md', text: '\n```js\nx\n```\n' },
      { ...unnamed, language: 'ts', text: '\n\n\n\n\n\ny\n' },
    ]);
  });

  it('blocks inside of lists are blocks too', () => {
    expect(fencedBlocks('1. do\n   ```sh\n   ls\n   ```\n').blocks).toEqual([
      { ...unnamed, language: 'sh', text: '\n\n   ls\n' },
    ]);
  });

  it.each([
    ['```yaml\n# docker/prometheus.yml\na: 1\n```', 'docker/prometheus.yml'],
    ['```ts\n// src/app.ts\n```', 'src/app.ts'],
    ['```json\n// dash.json\n{}\n```', 'dash.json'],
    ['```yaml title="compose.yaml"\na: 1\n```', 'compose.yaml'],
    ['```yaml:k8s/app.yaml\na: 1\n```', 'k8s/app.yaml'],
    ['Write `alertmanager.yml`:\n\n```yaml\na: 1\n```', 'alertmanager.yml'],
    ['```yaml\n# ELK stack for logs\na: 1\n```', ''],
    ['See `prometheus.yml` and so on.\n\n```yaml\na: 1\n```', ''],
  ])('%j is the file %j', (guide, path) => {
    expect(fencedBlocks(guide).blocks[0].path).toBe(path);
  });

  it('of nothing but fences reads the first, and says that there are more', () => {
    const { blocks, isCut } = fencedBlocks('```a\n```\n'.repeat(200_000));
    expect([blocks.length > 1000, blocks.length < 200_000, isCut]).toEqual([true, true, true]);
  });

  it('finds each line of a block under its number, whatever stands around it', () => {
    const line = fc.stringMatching(/^[a-z ]{0,6}$/);
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(line, { minLength: 1 }),
        fc.array(line),
        (before, content, after) => {
          const guide = [...before, '```yaml', ...content, '```', ...after].join('\n');
          const [{ text }] = fencedBlocks(guide).blocks;
          expect(text.split('\n').slice(before.length + 1, -1)).toEqual(content);
        },
      ),
      { numRuns: 50 },
    );
  });
});
