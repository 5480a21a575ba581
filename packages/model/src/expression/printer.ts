import { formatDuration } from '../time/duration.ts';
import type { Matcher } from '../labels/matcher.ts';
import { quoteText } from '../text/quote-text.ts';
import type { DurationExpr } from './duration-expr.ts';
import { printDurationExpr, printOffsetExpr } from './duration-printer.ts';
import type {
  AtModifier,
  BinaryExpr,
  BinaryOperator,
  Expr,
  ExprVisitor,
  FillValues,
  Grouping,
  NumberLiteral,
  VectorMatching,
  VectorSelector,
} from './ast.ts';
import { visitExpr } from './ast.ts';
import { OPERATOR_PRECEDENCE } from './precedence.ts';

const UNARY_PRECEDENCE = 5.5;

const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Words that mean something else wherever a metric name could stand. */
const RESERVED = /^(?:atan2|bool|group_left|group_right|ignoring|inf|nan|on)$/i;
const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Prints an expression as PromQL. Parentheses are added only where precedence demands them, so
 * that `parse(print(expr))` means the same as `expr`.
 */
export function printExpr(expr: Expr): string {
  return visitExpr(expr, printer);
}

const printer: ExprVisitor<string> = {
  number: printLiteral,
  string: (node) => quoteText(node.value),
  vector: (node) => printSelector(node) + printModifiers(node),
  matrix: (node) =>
    `${printSelector(node.selector)}[${printRange(node.rangeMs, node.rangeExpr)}]${printModifiers(node.selector)}`,
  subquery: (node) => {
    const step = node.stepMs === undefined ? '' : printRange(node.stepMs, node.stepExpr);
    return `${printOperand(node.expr)}[${printRange(node.rangeMs, node.rangeExpr)}:${step}]${printModifiers(node)}`;
  },
  call: (node) => `${node.func}(${node.args.map(printExpr).join(', ')})`,
  aggregation: (node) => {
    const args = node.param ? [node.param, node.expr] : [node.expr];
    return `${node.op}${printGrouping(node.grouping)}(${args.map(printExpr).join(', ')})`;
  },
  binary: printBinary,
  unary: (node) => {
    const operand = printExpr(node.expr);
    const binds = node.expr.kind !== 'binary' || OPERATOR_PRECEDENCE[node.expr.op] > UNARY_PRECEDENCE;
    return node.op + (binds && !/^[+-]/.test(operand) ? operand : `(${operand})`);
  },
  paren: (node) => `(${printExpr(node.expr)})`,
};

function printBinary(node: BinaryExpr): string {
  const bool = node.bool ? ' bool' : '';
  const matching = node.matching ? ` ${printMatching(node.matching, node.op)}` : '';
  const fill = node.fill ? printFill(node.fill) : '';
  const left = printSide(node, node.left, 'left');
  const right = printSide(node, node.right, 'right');
  return `${left} ${node.op}${bool}${matching}${fill} ${right}`;
}

function printSide(parent: BinaryExpr, side: Expr, position: 'left' | 'right'): string {
  const text = printExpr(side);
  const own = OPERATOR_PRECEDENCE[parent.op];
  if (side.kind === 'unary') {
    return own > UNARY_PRECEDENCE ? `(${text})` : text;
  }
  if (side.kind === 'number') {
    // `-1 ^ 2` is `-(1 ^ 2)`: a negative literal under `^` is a unary minus when read again.
    return text.startsWith('-') && own > UNARY_PRECEDENCE ? `(${text})` : text;
  }
  if (side.kind !== 'binary') return text;
  const other = OPERATOR_PRECEDENCE[side.op];
  // All operators associate to the left, `^` to the right.
  const sameIsFine = parent.op === '^' ? position === 'right' : position === 'left';
  return other > own || (other === own && sameIsFine) ? text : `(${text})`;
}

/** A subquery's operand must be one unit in front of its bracket. */
function printOperand(expr: Expr): string {
  const text = printExpr(expr);
  const isUnit = expr.kind === 'call' || expr.kind === 'aggregation' || expr.kind === 'paren';
  const isPlainSelector = expr.kind === 'vector' && printModifiers(expr) === '';
  return isUnit || isPlainSelector ? text : `(${text})`;
}

function printSelector(node: VectorSelector): string {
  const metric = node.metric ?? '';
  const isQuoted = metric !== '' && (!LEGACY_METRIC_NAME.test(metric) || RESERVED.test(metric));
  const parts = node.matchers.map(printMatcher);
  if (isQuoted) parts.unshift(quoteText(metric));
  const name = isQuoted ? '' : metric;
  return parts.length === 0 && name !== '' ? name : `${name}{${parts.join(', ')}}`;
}

/** Prints one matcher, for example `status=~"5.."`. */
export function printMatcher(matcher: Matcher): string {
  return `${printLabelName(matcher.name)}${matcher.op}${quoteText(matcher.value)}`;
}

function printLabelName(name: string): string {
  return LEGACY_LABEL_NAME.test(name) ? name : quoteText(name);
}

function printRange(ms: number, expr: DurationExpr | undefined): string {
  return expr ? printDurationExpr(expr) : formatDuration(ms);
}

type Modified = Pick<VectorSelector, 'offsetMs' | 'offsetExpr' | 'at' | 'extended'>;

function printModifiers(node: Modified): string {
  let text = node.extended ? ` ${node.extended}` : '';
  if (node.at) text += ` @ ${printAt(node.at)}`;
  if (node.offsetExpr) text += ` offset ${printOffsetExpr(node.offsetExpr)}`;
  else if (node.offsetMs) {
    const sign = node.offsetMs < 0 ? '-' : '';
    text += ` offset ${sign}${formatDuration(Math.abs(node.offsetMs))}`;
  }
  return text;
}

function printAt(at: AtModifier): string {
  return at.kind === 'timestamp' ? (at.ms / 1000).toFixed(3) : `${at.kind}()`;
}

function printGrouping(grouping: Grouping | undefined): string {
  if (!grouping) return '';
  if (grouping.mode === 'by' && grouping.labels.length === 0) return '';
  return ` ${grouping.mode} (${grouping.labels.map(printLabelName).join(', ')}) `;
}

function printMatching(matching: VectorMatching, op: BinaryOperator): string {
  const labels = matching.labels.map(printLabelName).join(', ');
  const text = `${matching.mode} (${labels})`;
  if (matching.cardinality === 'one-to-one' || op === 'and' || op === 'or' || op === 'unless') {
    return text;
  }
  const side = matching.cardinality === 'many-to-one' ? 'group_left' : 'group_right';
  return `${text} ${side} (${matching.include.map(printLabelName).join(', ')})`;
}

function printFill({ left, right }: FillValues): string {
  if (left !== undefined && Object.is(left, right)) return ` fill (${printNumber(left)})`;
  const first = left === undefined ? '' : ` fill_left (${printNumber(left)})`;
  return right === undefined ? first : `${first} fill_right (${printNumber(right)})`;
}

function printLiteral({ value, duration }: NumberLiteral): string {
  const ms = Math.round(Math.abs(value) * 1000);
  if (!duration || ms / 1000 !== Math.abs(value)) return printNumber(value);
  return `${value < 0 || Object.is(value, -0) ? '-' : ''}${formatDuration(ms)}`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Inf';
  if (value === -Infinity) return '-Inf';
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
