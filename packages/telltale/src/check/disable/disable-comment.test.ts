import { SourceText } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { disableComments } from './disable-comment.ts';

const commentsIn = (text: string) => disableComments(new SourceText('a.yml', text));

describe('comments that silence rules', () => {
  it('name rules, a reason and a last day', () => {
    const text =
      'a:\n  # telltale-disable-next-line rate/short-range, am/* -- by design (until 2026-12-31)\n  b: 1\n';
    expect(commentsIn(text)).toMatchObject([
      {
        rules: ['rate/short-range', 'am/*'],
        reason: 'by design',
        until: '2026-12-31',
        firstLine: 3,
        lastLine: 3,
        place: { position: { line: 2, column: 5 } },
      },
    ]);
  });

  it.each([
    ['// telltale-disable-line a/b -- why', 1, 1],
    ['/* telltale-disable-line a/b -- why */ x()', 1, 1],
    ['<!-- telltale-disable-file a/b -- why -->', 1, Infinity],
    ['# telltale-disable a/b -- why\n\n# more\nx', 4, 4],
  ])('%j is about lines %s to %s', (text, firstLine, lastLine) => {
    expect(commentsIn(text)).toMatchObject([{ rules: ['a/b'], reason: 'why', firstLine, lastLine }]);
  });

  it('the next line means what is nested in it', () => {
    const rules = [
      '# telltale-disable-next-line a/b -- why',
      '- alert: A',
      '  expr: |',
      '    up',
      '',
      '    == 0',
      '- alert: B',
    ];
    expect(commentsIn(rules.join('\n'))).toMatchObject([{ firstLine: 2, lastLine: 6 }]);
  });

  it('without rules or a reason they are comments all the same', () => {
    expect(commentsIn('# telltale-disable-next-line\nx')).toMatchObject([{ rules: [], reason: '' }]);
    expect(commentsIn('# telltale-disable-next-line a/b because\nx')).toMatchObject([
      { rules: ['a/b', 'because'], reason: '' },
    ]);
  });

  it('a text in a program that would be a comment elsewhere is none', () => {
    const text = "x('# telltale-disable-next-line a/b -- why'); // telltale-disable-line c/d -- why";
    expect(disableComments(new SourceText('a.ts', text))).toMatchObject([{ rules: ['c/d'] }]);
  });

  it('text that only speaks of them is none', () => {
    expect(commentsIn('summary: telltale-disable-next-line a/b -- why')).toEqual([]);
  });
});
