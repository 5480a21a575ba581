import { SourceText } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { createCheckedText } from '../workspace/checked-document.ts';
import type { TextLanguage } from '../workspace/workspace.ts';
import { matchesIn, writtenLines } from './written-lines.ts';

const text = (file: string, language: TextLanguage, content: string) =>
  createCheckedText(language, new SourceText(file, content));

describe('writtenLines', () => {
  it('takes prose of a guide and commands of its examples in the order of the file', () => {
    const guide = 'Start it:\n\n   ```sh\n   up # now\n   ```\n\nDone.\n';
    const example = '\n\n\n   up # now\n\n';
    const lines =
      writtenLines([text('a.md', 'markdown', guide), text('a.md', 'shell', example)]).get('a.md') ?? [];
    expect(lines.filter(({ line }) => line !== '').map(({ kind, line }) => [kind, line])).toEqual([
      ['prose', 'Start it:'],
      ['command', '   up'],
      ['prose', 'Done.'],
    ]);
  });

  it('joins what a backslash joins, and keeps every place', () => {
    const [lines] = writtenLines([
      text('a.sh', 'shell', 'docker run \\\n  -v data:/data \\\n  alpine\nnext\n'),
    ]).values();
    const [{ match, place }] = matchesIn(lines, /data(?=:)/);
    expect(match.input.startsWith('docker run')).toBe(true);
    expect(place.position).toMatchObject({ line: 2, column: 6 });
    expect(lines).toHaveLength(2);
  });
});
