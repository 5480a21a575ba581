import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../finding.ts';
import { ALL_RULES } from '../rules/all-rules.ts';
import type { CheckReport } from './check-report.ts';
import { severityCounts } from './check-report.ts';
import { githubReport } from './github-report.ts';
import { junitReport } from './junit-report.ts';
import { sarifReport } from './sarif-report.ts';

interface Parts {
  readonly file?: string;
  readonly message?: string;
  readonly line?: string;
  readonly severity?: Severity;
  readonly fix?: string;
}

function finding(parts: Parts = {}): Finding {
  const { file = 'rules/a b.yml', message = 'm', line = '  expr: up', severity = 'error', fix = 'f' } = parts;
  return {
    ruleId: 'promql/type',
    severity,
    message,
    why: 'w',
    fix,
    place: {
      position: { file, line: 3, column: 9 },
      excerpt: { line, start: 8, end: 10 },
      subject: 'alert A',
    },
  };
}

function reportOf(findings: readonly Finding[], skipped: CheckReport['skipped'] = []): CheckReport {
  const none = { queries: 0, ruleFiles: 0, definitions: 0, documents: 0, texts: 0, knownMetrics: 0 };
  return {
    findings,
    counts: { ...none, ...severityCounts(findings) },
    notes: ['a note'],
    skipped,
    hidden: { silenced: 0, known: 0, unchanged: 0 },
  };
}

const hostile = fc
  .array(
    fc.constantFrom(
      'a',
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '\n',
      '\r',
      '\0',
      '\u001B',
      '\uFFFE',
      '\uD800',
      '😀',
      '%',
      '::',
      ',',
    ),
  )
  .map((parts) => parts.join(''));

describe('SARIF', () => {
  const sarif = (report: CheckReport) => JSON.parse(JSON.stringify(sarifReport(report, ALL_RULES, '1.2.3')));

  it('has the structure that SARIF 2.1.0 asks for', () => {
    const fixable: Finding = {
      ...finding({ severity: 'info' }),
      edit: { file: 'rules/a b.yml', start: 4, end: 6, text: 'x' },
    };
    const { $schema, version, runs } = sarif(reportOf([finding(), fixable]));
    expect([$schema, version, runs.length]).toEqual([
      'https://json.schemastore.org/sarif-2.1.0.json',
      '2.1.0',
      1,
    ]);
    const [{ tool, columnKind, results, invocations }] = runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver).toMatchObject({ name: 'telltale', semanticVersion: '1.2.3' });
    expect(tool.driver.rules).toEqual([
      {
        id: 'promql/type',
        shortDescription: { text: expect.any(String) },
        fullDescription: { text: expect.any(String) },
        help: { text: expect.any(String) },
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['promql'], preset: 'recommended' },
      },
    ]);
    expect(results[0]).toEqual({
      ruleId: 'promql/type',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'm\nw\nFix: f' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'rules/a%20b.yml' },
            region: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 11, snippet: { text: 'up' } },
          },
          logicalLocations: [{ name: 'alert A' }],
        },
      ],
    });
    expect(results[1]).toMatchObject({
      level: 'note',
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { charOffset: 4, charLength: 2 } }] }] }],
    });
    expect(invocations[0]).toMatchObject({ executionSuccessful: true });
  });

  it('says so where rules could not be read', () => {
    const skipped = [{ file: 'a.yml', reason: 'permission denied', mayHoldRules: true }];
    const [{ invocations }] = sarif(reportOf([], skipped)).runs;
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(JSON.stringify(invocations)).toContain('a.yml: permission denied');
  });
});

describe('JUnit', () => {
  it('has a suite a file and a case a finding; only errors are failures', () => {
    const xml = junitReport(reportOf([finding(), finding({ severity: 'warning' })]));
    expect(xml).toContain('<testsuites name="telltale check" tests="2" failures="1">');
    expect(xml).toContain('<testsuite name="rules/a b.yml" tests="2" failures="1">');
    expect(xml).toContain('<failure type="promql/type" message="m">');
    expect(xml).toContain('<system-out>warning: rules/a b.yml:3:9');
  });

  it('without findings has one case, which passes', () => {
    expect(junitReport(reportOf([]))).toContain('tests="1" failures="0"');
  });

  it('is well-formed whatever the files hold', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (file, message, line) => {
        const xml = junitReport(reportOf([finding({ file, message, line, fix: line })]));
        expect(xml.isWellFormed()).toBe(true);
        // eslint-disable-next-line no-control-regex
        expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
        const withoutTags = xml.replaceAll(/<(?:\?xml|\/?[a-z-]+)(?: [a-z]+="[^"<]*")*\s*[?/]?>/g, '');
        expect(withoutTags).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#10);)/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('annotations of GitHub', () => {
  it('name file, line, columns and rule', () => {
    expect(githubReport(reportOf([finding({ severity: 'info' })]))).toBe(
      '::notice file=rules/a b.yml,line=3,col=9,endColumn=10,title=promql/type::m%0Aw%0Afix: f\n',
    );
  });

  it('stay one command each, whatever the files hold', () => {
    fc.assert(
      fc.property(hostile, hostile, (file, message) => {
        const text = githubReport(reportOf([finding({ file, message })]));
        expect(text.split(/[\r\n]/)).toHaveLength(2);
        const [, properties] = /^::error ([^\r\n]*?)::/.exec(text) ?? [];
        expect(properties.split(',')).toHaveLength(5);
      }),
      { numRuns: 100 },
    );
  });
});
