import type { LogstashScanner } from './logstash-scanner.ts';
import type {
  LogstashComparison,
  LogstashCondition,
  LogstashLogicalOperator,
  LogstashOperand,
} from './pipeline.ts';

const LOGICAL = /(?:or|xor|nand)\b/y;
const COMPARISON = /(?:==|!=|<=|>=|=~|!~|<|>|in\b|not[ \t\r\n]+in\b)/y;
const COMPARISONS: readonly LogstashComparison[] = [
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '=~',
  '!~',
  'in',
  'not in',
];
const NUMBER = /-?\d+(?:\.\d*)?/y;
const FIELD = /(?:\[[^\][,]+\])+/y;
const REGEXP = /\/(?:\\\/|[^/\n])*\//y;

/** Reads what stands between `if` and the brace. */
export function parseCondition(scanner: LogstashScanner): LogstashCondition {
  return scanner.nested(() => {
    let either = parseConjunction(scanner);
    for (let operator = logicalOperator(scanner); operator; operator = logicalOperator(scanner)) {
      either = { kind: 'logical', operator, left: either, right: parseConjunction(scanner) };
    }
    return either;
  });
}

/** Conditions joined by `and`, which binds more tightly than the others. */
function parseConjunction(scanner: LogstashScanner): LogstashCondition {
  let left = parseTerm(scanner);
  while (scanner.match(/and\b/y))
    left = { kind: 'logical', operator: 'and', left, right: parseTerm(scanner) };
  return left;
}

function logicalOperator(scanner: LogstashScanner): LogstashLogicalOperator | undefined {
  const operator = scanner.match(LOGICAL)?.text;
  return operator === 'or' || operator === 'xor' || operator === 'nand' ? operator : undefined;
}

function parseTerm(scanner: LogstashScanner): LogstashCondition {
  if (scanner.take('!')) return { kind: 'not', operand: scanner.nested(() => parseTerm(scanner)) };
  if (scanner.take('(')) {
    const inner = parseCondition(scanner);
    scanner.expect(')', 'the condition');
    return inner;
  }
  const left = parseOperand(scanner);
  const operator = comparison(scanner);
  return operator
    ? { kind: 'compare', operator, left, right: parseOperand(scanner) }
    : { kind: 'truth', operand: left };
}

function comparison(scanner: LogstashScanner): LogstashComparison | undefined {
  const operator = scanner.match(COMPARISON)?.text.replace(/\s+/, ' ');
  return operator === undefined ? undefined : COMPARISONS.find((known) => known === operator);
}

function parseOperand(scanner: LogstashScanner): LogstashOperand {
  const string = scanner.string();
  if (string) return { kind: 'string', ...string };
  const number = scanner.match(NUMBER);
  if (number) return { kind: 'number', value: Number(number.text), range: number.range };
  // `["a"]` is a field too, as it is for Logstash: a list has a comma.
  const field = scanner.match(FIELD);
  if (field) return { kind: 'field', path: field.text.slice(1, -1).split(']['), range: field.range };
  const regexp = scanner.match(REGEXP);
  if (regexp) return { kind: 'regexp', pattern: regexp.text.slice(1, -1), range: regexp.range };
  return parseList(scanner);
}

function parseList(scanner: LogstashScanner): LogstashOperand {
  const start = scanner.offset;
  if (!scanner.take('['))
    return scanner.expected('a field, text, number or list', 'compare with one of these');
  const items: LogstashOperand[] = [];
  scanner.nested(() => {
    do items.push(parseOperand(scanner));
    while (scanner.take(','));
  });
  const end = scanner.offset + 1;
  scanner.expect(']', 'the list');
  return { kind: 'array', items, range: { start, end } };
}
