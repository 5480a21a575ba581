import type { FormatIssue } from '../yaml/format-issue.ts';
import { SourceText } from '../yaml/source-text.ts';
import { LogstashScanner, LogstashSyntaxError } from './logstash-scanner.ts';
import { parseCondition } from './parse-condition.ts';
import { parseName, parsePlugin } from './parse-plugin.ts';
import type { LogstashArm, LogstashPipeline, LogstashSection, LogstashStatement } from './pipeline.ts';

/** A pipeline and what is wrong with its text. */
export interface ParsedLogstashPipeline {
  readonly source: SourceText;
  /** The sections up to the first fault. */
  readonly pipeline: LogstashPipeline;
  readonly issues: readonly FormatIssue[];
}

const SECTION = /(?:input|filter|output)(?![\w-])/y;

/**
 * Reads a Logstash pipeline strictly, as Logstash's own grammar has it. Never throws: a text that is
 * no pipeline has one issue that says where it stops being one.
 *
 * @param text The file's text.
 * @param file Its name, for positions.
 */
export function parseLogstashPipeline(text: string, file: string): ParsedLogstashPipeline {
  const source = new SourceText(file, text);
  const sections: LogstashSection[] = [];
  try {
    const scanner = new LogstashScanner(text);
    while (!scanner.isAtEnd) sections.push(parseSection(scanner));
    return { source, pipeline: { sections }, issues: [] };
  } catch (error) {
    if (!(error instanceof LogstashSyntaxError)) throw error;
    const { message, offset, fix } = error;
    const position = source.positionAt(offset);
    const issues: readonly FormatIssue[] = [{ code: 'syntax', severity: 'error', message, position, fix }];
    return { source, pipeline: { sections }, issues };
  }
}

function parseSection(scanner: LogstashScanner): LogstashSection {
  const type = scanner.match(SECTION)?.text;
  if (type !== 'input' && type !== 'filter' && type !== 'output') {
    return scanner.expected('input, filter or output', 'put plugins into one of the three sections');
  }
  return { type, body: parseBlock(scanner, type) };
}

function parseBlock(scanner: LogstashScanner, behind: string): readonly LogstashStatement[] {
  scanner.expect('{', behind);
  const body: LogstashStatement[] = [];
  scanner.nested(() => {
    while (!scanner.isAtEnd && scanner.ahead(1) !== '}') body.push(parseStatement(scanner));
  });
  scanner.expect('}', `the block of ${behind}`);
  return body;
}

function parseStatement(scanner: LogstashScanner): LogstashStatement {
  if (scanner.match(/if(?![\w-])/y)) return { kind: 'branch', arms: parseArms(scanner) };
  const name = parseName(scanner);
  if (!name) return scanner.expected('a plugin or if', 'name a plugin here');
  return parsePlugin(scanner, name);
}

function parseArms(scanner: LogstashScanner): readonly LogstashArm[] {
  const arms: LogstashArm[] = [];
  do {
    const condition = parseCondition(scanner);
    arms.push({ condition, body: parseBlock(scanner, 'if') });
  } while (scanner.match(/else[ \t\r\n]+if\b/y));
  if (scanner.match(/else(?![\w-])/y)) arms.push({ body: parseBlock(scanner, 'else') });
  return arms;
}
