import { pathToFileURL } from 'node:url';
import type { CheckRule } from '../check-rule.ts';
import type { Finding, FindingEdit, Severity } from '../finding.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { CheckReport } from './check-report.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The report in SARIF 2.1.0, which code hosts and editors read. */
export function sarifReport(report: CheckReport, rules: readonly CheckRule[], version: string): object {
  const { findings, skipped, notes } = report;
  const found = new Set(findings.map(({ ruleId }) => ruleId));
  const used = rules.filter(({ id }) => found.has(id));
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'telltale', semanticVersion: version, rules: used.map(sarifRule) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => sarifResult(finding, indexes.get(finding.ruleId) ?? -1)),
        invocations: [
          {
            executionSuccessful: !skipped.some(({ mayHoldRules }) => mayHoldRules),
            toolExecutionNotifications: [...skipped.map(skippedText), ...notes].map((text) => ({
              level: 'note',
              message: { text },
            })),
          },
        ],
      },
    ],
  };
}

function sarifRule({ id, severity, preset = 'recommended', why, doc }: CheckRule): object {
  return {
    id,
    shortDescription: { text: why },
    fullDescription: { text: doc.replaceAll('\n', ' ') },
    help: { text: `${why} ${doc.replaceAll('\n', ' ')}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [id.slice(0, id.indexOf('/'))], preset },
  };
}

function sarifResult(
  { ruleId, severity, message, why, fix, edit, place }: Finding,
  ruleIndex: number,
): object {
  const { position, excerpt, subject } = place;
  const region = {
    startLine: position.line,
    startColumn: position.column,
    endLine: position.line,
    endColumn: position.column + Math.max(1, excerpt.end - excerpt.start),
    snippet: { text: excerpt.line.slice(excerpt.start, excerpt.end) },
  };
  return {
    ruleId,
    ruleIndex,
    level: LEVELS[severity],
    message: {
      text: [message, why, fix === '' ? '' : `Fix: ${fix}`].filter((part) => part !== '').join('\n'),
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(position.file) }, region },
        ...(subject !== '' && { logicalLocations: [{ name: subject }] }),
      },
    ],
    ...(edit && { fixes: [sarifFix(edit, fix)] }),
  };
}

function sarifFix({ file, start, end, text }: FindingEdit, description: string): object {
  const deletedRegion = { charOffset: start, charLength: end - start };
  return {
    description: { text: description },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(file) },
        replacements: [{ deletedRegion, insertedContent: { text } }],
      },
    ],
  };
}

function skippedText({ file, reason }: SkippedPath): string {
  return `not checked: ${file}: ${reason}`;
}

function uriOf(file: string): string {
  if (file.startsWith('/')) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}
