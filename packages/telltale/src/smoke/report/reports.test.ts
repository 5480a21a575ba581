import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SmokeReport, SmokeResult } from '../smoke-report.ts';
import { githubSmoke, summaryOfSmoke } from './github-smoke.ts';
import { junitSmoke } from './junit-smoke.ts';
import { printSmoke } from './print-smoke.ts';

function step(parts: Partial<SmokeResult> = {}): SmokeResult {
  return {
    id: 'targets',
    title: 'Targets are up',
    outcome: 'ok',
    seen: '2 targets up',
    details: [],
    fix: null,
    tookMs: 12,
    asked: 'GET http://127.0.0.1:4400/api/v1/targets',
    attempts: 1,
    ...parts,
  };
}

const FAILED = step({
  id: 'rules',
  title: 'Rules are loaded',
  outcome: 'failed',
  seen: 'alert A: the server does not have it',
  details: [{ title: 'alert A', outcome: 'failed', seen: 'the server does not have it' }],
  fix: { text: 'Reload it:', code: 'npx telltale gen prometheus' },
  attempts: 3,
});

function report(...steps: readonly SmokeResult[]): SmokeReport {
  return { service: 'shop', startedAtMs: 1_700_000_000_000, tookMs: 1500, steps };
}

/** What servers and files may hold. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '::error::x',
    '\n::set-env name=a::b',
    ']]><script>',
    '| a | b |',
    '\u001B[2J',
    '<b>&amp;',
    '%0A::',
  ),
);

describe('the report for people', () => {
  it('has what was asked, how long that took and what to do, of a step that failed', () => {
    expect(printSmoke(report(step(), FAILED, step({ id: 'logs', outcome: 'skipped' })), false)).toBe(
      [
        'smoke shop',
        '✓ Targets are up: 2 targets up',
        '✗ Rules are loaded: alert A: the server does not have it',
        '    asked: GET http://127.0.0.1:4400/api/v1/targets (12ms, tried 3 times)',
        '    ✗ alert A: the server does not have it',
        '    → Reload it:',
        '        npx telltale gen prometheus',
        '· Targets are up: 2 targets up',
        'Not well: rules; 3 steps in 2s.',
        '',
      ].join('\n'),
    );
  });

  it('says that all is well, of the steps that were tried', () => {
    expect(printSmoke(report(step(), step({ outcome: 'skipped' })), false)).toMatch(
      /All is well: 1 step in 2s\.\n$/,
    );
  });

  it('lets no control character through, whatever servers say', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = printSmoke(
          report(step({ outcome: 'failed', seen: text, asked: text, fix: { text, code: '' } })),
          false,
        );
        // eslint-disable-next-line no-control-regex
        expect(printed).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
        expect(printed.split('\n')).toHaveLength(6);
      }),
    );
  });
});

describe('JUnit', () => {
  it('has a case a step, with a failure, a reason to skip it, or what was seen', () => {
    const xml = junitSmoke(report(step(), FAILED, step({ outcome: 'skipped', seen: 'no logs here' })));
    expect(xml).toContain('<testsuites name="telltale smoke shop" tests="3" failures="1" time="1.500">');
    expect(xml).toContain('skipped="1" time="1.500" timestamp="2023-11-14T22:13:20.000Z"');
    expect(xml).toContain('<failure type="rules" message="alert A: the server does not have it">');
    expect(xml).toContain('fix: Reload it:&#10;npx telltale gen prometheus</failure>');
    expect(xml).toContain('<skipped message="no logs here"/>');
  });

  it('is well-formed, whatever servers say', () => {
    fc.assert(
      fc.property(hostile, hostile, (title, seen) => {
        const details = [{ title, outcome: 'failed', seen }] as const;
        const xml = junitSmoke({
          ...report(step({ title, seen, details }), step({ outcome: 'failed', title, seen, details })),
          service: title,
        });
        expect(xml.isWellFormed()).toBe(true);
        // eslint-disable-next-line no-control-regex
        expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
        const withoutTags = xml.replaceAll(/<(?:\?xml|\/?[a-z-]+)(?: [a-z]+="[^"<]*")*\s*[?/]?>/g, '');
        expect(withoutTags).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#10);)/);
      }),
    );
  });
});

describe('annotations of GitHub', () => {
  it('stand behind the text, one for each step that failed', () => {
    const lines = githubSmoke(report(step(), FAILED), 'the text\n').trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatch(
      /^::error title=telltale smoke%3A rules::alert A: the server does not have it%0Aasked: /,
    );
  });

  it('are all that is a command, whatever servers say', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const failing = step({ outcome: 'failed', seen: text, fix: { text, code: text } });
        const lines = githubSmoke(report(failing), `${text}\nmore`).split(/[\n\r]/);
        const token = /^::stop-commands::([0-9a-f-]{36})$/.exec(lines[0])?.[1];
        const after = lines.slice(lines.indexOf(`::${token}::`) + 1).filter((line) => line !== '');
        expect(after).toHaveLength(1);
        expect(after[0]).toMatch(/^::error title=telltale smoke%3A targets::/);
      }),
    );
  });
});

describe('the summary of a job', () => {
  it('is a table with a row a step', () => {
    expect(summaryOfSmoke(report(step(), FAILED)).split('\n').slice(0, 6)).toEqual([
      '### telltale smoke shop: 1 step failed: rules',
      '',
      '| Step | Seen | Took |',
      '| ---- | ---- | ---- |',
      '| ✅ targets | 2 targets up | 12ms |',
      '| ❌ rules | alert A: the server does not have it<br>→ Reload it: | 12ms |',
    ]);
  });

  it('shows what would be markup as it is', () => {
    const [row] = summaryOfSmoke(report(step({ seen: '<img src=x>|a|`b`\n# c' })))
      .split('\n')
      .slice(4);
    expect(row).toMatch(/^\| ✅ targets \| [^<>|`]+ \| 12ms \|$/);
  });
});
