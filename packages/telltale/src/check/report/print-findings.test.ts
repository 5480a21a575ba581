import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../finding.ts';
import type { CheckReport } from './check-report.ts';
import { severityCounts } from './check-report.ts';
import { createPaint } from './paint.ts';
import type { PrintOptions } from './print-findings.ts';
import { printReport } from './print-findings.ts';

function finding(ruleId: string, line: number, severity: Severity = 'warning'): Finding {
  const position = { file: 'rules.yml', line, column: 3 };
  const excerpt = { line: '  up == 0', start: 2, end: 4 };
  const place = { position, excerpt, subject: `alert A${line}` };
  return { ruleId, severity, message: `fault ${line}`, why: `Why of ${ruleId}.`, fix: 'mend it', place };
}

function print(
  findings: readonly Finding[],
  hidden: Partial<CheckReport['hidden']> = {},
  options?: PrintOptions,
) {
  const counts = { queries: 1, ruleFiles: 1, definitions: 0, documents: 2, texts: 0, knownMetrics: 0 };
  const report: CheckReport = {
    findings,
    counts: { ...counts, ...severityCounts(findings) },
    notes: [],
    skipped: [],
    hidden: { silenced: 0, known: 0, unchanged: 0, ...hidden },
  };
  return printReport(report, createPaint(false), options);
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the printed report', () => {
  it('says why a rule matters once', () => {
    const text = print([finding('a/b', 1), finding('a/b', 2), finding('c/d', 3)]);
    expect(text.split('why: Why of a/b.')).toHaveLength(2);
    expect(text.split('fix: mend it')).toHaveLength(4);
  });

  it('counts what it looked at, and the findings of each severity', () => {
    const text = print([finding('a/b', 1, 'error'), finding('a/b', 2, 'info')]);
    expect(text).toMatch(/\n1 error, 0 warnings, 1 remark in 1 query, 1 rule file, 2 configurations\n$/);
    expect(print([])).toBe('no faults in 1 query, 1 rule file, 2 configurations\n');
  });

  it('says what it does not show, and what can be mended', () => {
    const edit = { file: 'rules.yml', start: 0, end: 1, text: '' };
    const text = print([{ ...finding('a/b', 1), edit }], { silenced: 1, known: 2, unchanged: 3 });
    expect(text).toContain(
      'note: not shown: 1 silenced by comments, 2 in the baseline, 3 in files that have not changed\n',
    );
    expect(text).toContain('note: 1 can be mended with --fix\n');
  });

  it('shows no text for a fault of a file that has none there', () => {
    const whole = finding('a/b', 1);
    const place = { ...whole.place, excerpt: { line: '', start: 0, end: 1 } };
    expect(print([{ ...whole, place }])).not.toContain('^');
  });
});

describe('the printed report of many findings', () => {
  const many = [
    ...range(50).map((line) => finding('often/found', line)),
    ...range(3).map((line) => finding('three/times', line)),
    finding('bad/error', 7, 'error'),
  ];

  it('is by rule: the gravest first, then the most frequent', () => {
    const titles = print(many)
      .split('\n')
      .filter((line) => /^\S+ {2}\S+ {2}\d+ findings?$/.test(line));
    expect(titles).toEqual([
      'error  bad/error  1 finding',
      'warning  often/found  50 findings',
      'warning  three/times  3 findings',
    ]);
  });

  it('shows two of a rule in full, five in a line, and counts the others', () => {
    const text = print(many);
    const [, often] = text.split('often/found  50 findings');
    const [group] = often.split('three/times');
    expect(group.split('^^')).toHaveLength(3);
    expect(group).toContain('\n  rules.yml:3:3  fault 3  in alert A3\n');
    expect(group).toContain('\n  rules.yml:7:3  fault 7  in alert A7\n  and 43 more: --all lists them\n');
  });

  it('shows all of a rule that has one more than are shown', () => {
    const [, three] = print(many).split('three/times  3 findings');
    expect(three.split('^^')).toHaveLength(4);
  });

  it('with --all is every finding in full, by place', () => {
    expect(print(many, {}, { all: true }).split('^^')).toHaveLength(55);
  });
});
