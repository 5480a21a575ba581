import { SourceText } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { createCheckedText } from '../workspace/checked-document.ts';
import type { TextLanguage } from '../workspace/workspace.ts';
import { programOf, programsIn } from './program.ts';

const text = (file: string, language: TextLanguage, content = 'a(b)') =>
  createCheckedText(language, new SourceText(file, content));

describe('programsIn', () => {
  it('leaves out tests and texts of other languages', () => {
    const texts = [
      text('src/app.ts', 'javascript'),
      text('src/app.test.ts', 'javascript'),
      text('test/server.js', 'javascript'),
      text('app/main.py', 'python'),
      text('app/test_main.py', 'python'),
      text('app/latest.py', 'python'),
      text('README.md', 'markdown'),
    ];
    const files = programsIn(texts, 'javascript', 'python').map((program) => program.text.source.file);
    expect(files).toEqual(['src/app.ts', 'app/main.py', 'app/latest.py']);
  });
});

describe('programOf', () => {
  it('knows which brackets belong together, and which are never closed', () => {
    const { tokens, closingOf } = programOf(text('a.js', 'javascript', 'f({ a: [1] }) + ("]" '));
    expect(tokens[closingOf(1)].start).toBe(12);
    expect(tokens[closingOf(2)].text).toBe('}');
    expect(closingOf(tokens.length - 2)).toBe(tokens.length);
  });

  it('reads a text once', () => {
    const once = text('a.js', 'javascript');
    expect(programOf(once)).toBe(programOf(once));
  });
});
