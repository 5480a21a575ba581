import { TelltaleError } from '@telltale/model';
import { printYamlComment } from '../yaml/yaml-text.ts';
import type {
  LogstashBranch,
  LogstashCondition,
  LogstashHashEntry,
  LogstashOperand,
  LogstashPipeline,
  LogstashPlugin,
  LogstashSetting,
  LogstashStatement,
  LogstashValue,
} from './pipeline.ts';

/**
 * Prints a pipeline; `header` becomes comments at its top. The same pipeline always gives the same
 * text, and `parseLogstashPipeline` reads back exactly what was printed.
 *
 * @throws TelltaleError TT_FILE_FORMAT for a string that Logstash has no way to write.
 */
export function printLogstashPipeline(pipeline: LogstashPipeline, header: readonly string[] = []): string {
  const sections = pipeline.sections.map(({ type, body }) =>
    [`${type} {`, ...body.flatMap((statement) => indented(printStatement(statement))), '}'].join('\n'),
  );
  const comment = printYamlComment('', header).join('\n');
  return `${[...(comment === '' ? [] : [comment]), ...sections].join('\n\n')}\n`;
}

/** Prints a condition as it stands behind `if`. */
export function printLogstashCondition(condition: LogstashCondition): string {
  switch (condition.kind) {
    case 'logical': {
      const { operator, left, right } = condition;
      return `${printSide(left)} ${operator} ${printSide(right)}`;
    }
    case 'not':
      return `!(${printLogstashCondition(condition.operand)})`;
    case 'compare':
      return `${printOperand(condition.left)} ${condition.operator} ${printOperand(condition.right)}`;
    case 'truth':
      return printOperand(condition.operand);
  }
}

function printSide(side: LogstashCondition): string {
  const text = printLogstashCondition(side);
  return side.kind === 'logical' ? `(${text})` : text;
}

function printOperand(operand: LogstashOperand): string {
  switch (operand.kind) {
    case 'string':
      return printString(operand.text);
    case 'number':
      return printNumber(operand.value);
    case 'field':
      return operand.path.map((name) => `[${name}]`).join('');
    case 'regexp':
      return `/${operand.pattern}/`;
    case 'array':
      return `[${operand.items.map(printOperand).join(', ')}]`;
  }
}

function printStatement(statement: LogstashStatement): readonly string[] {
  return statement.kind === 'plugin' ? printPlugin(statement) : printBranch(statement);
}

function printBranch({ arms }: LogstashBranch): readonly string[] {
  const lines = arms.flatMap(({ condition, body }, index) => {
    const start = index === 0 ? '' : '} else ';
    const test = condition === undefined ? '' : `if ${printLogstashCondition(condition)} `;
    return [`${start}${test}{`, ...body.flatMap((statement) => indented(printStatement(statement)))];
  });
  return [...lines, '}'];
}

function printPlugin({ name, settings }: LogstashPlugin): readonly string[] {
  if (settings.length === 0) return [`${printName(name)} {}`];
  return [`${printName(name)} {`, ...settings.flatMap((setting) => indented(printSetting(setting))), '}'];
}

function printSetting({ name, value }: LogstashSetting): readonly string[] {
  return printAfter(`${printName(name)} => `, value);
}

function printAfter(start: string, value: LogstashValue): readonly string[] {
  const [first, ...rest] = printValue(value);
  return [`${start}${first}`, ...rest];
}

function printValue(value: LogstashValue): readonly string[] {
  switch (value.kind) {
    case 'string':
      return [printString(value.text)];
    case 'word':
      return [value.text];
    case 'number':
      return [printNumber(value.value)];
    case 'array':
      return [`[${value.items.map((item) => printValue(item).join(' ')).join(', ')}]`];
    case 'hash':
      return value.entries.length === 0 ? ['{}'] : ['{', ...value.entries.flatMap(printEntry), '}'];
    case 'plugin':
      return printPlugin(value);
  }
}

function printEntry({ key, value }: LogstashHashEntry): readonly string[] {
  return indented(printAfter(`${printString(key)} => `, value));
}

function printName(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : printString(name);
}

function printNumber(value: number): string {
  const text = String(value);
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  throw new TelltaleError('TT_FILE_FORMAT', `Logstash cannot write the number ${text}`);
}

/** Logstash takes backslashes as they stand, so that a quote cannot be escaped away. */
function printString(text: string): string {
  for (const quote of ['"', "'"]) {
    // Where each one stands behind a backslash, the string goes on; the backslash stays in the text.
    const bare = text.replaceAll(`\\${quote}`, '');
    if (!bare.includes(quote) && !text.endsWith('\\')) return `${quote}${text}${quote}`;
  }
  throw new TelltaleError('TT_FILE_FORMAT', `Logstash cannot write the text ${JSON.stringify(text)}`, {
    fix: 'leave out one kind of quotes, and the backslash at the end',
  });
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
