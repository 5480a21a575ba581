import type { BinaryExpr, Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Comparison } from '../../expression/comparison.ts';
import { comparisonOf } from '../../expression/comparison.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { isComparison } from '../../expression/comparison-operators.ts';
import { nodesOfKind, numberOf, unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Units that say what a number is; of others, names say too little. */
const TOLD: ReadonlySet<string> = new Set(['seconds', 'bytes', 'timestamp', 'celsius', 'milliseconds']);
/** No share is this far above the whole; percents start here. */
const LEAST_PERCENT = 2;
/** A smaller percentage than this is a share. */
const LEAST_OF_PERCENT = 1;
/** Older timestamps than this (1973) are no timestamps. */
const LEAST_TIMESTAMP = 1e8;

/** Numbers compared or added that do not measure the same thing. */
export const promqlUnitMismatch: CheckRule = {
  id: 'promql/unit-mismatch',
  severity: 'error',
  why: 'The two numbers are of different units: the comparison is true always or never.',
  doc: `Sums, differences and comparisons of things whose units are known and differ (seconds, bytes, a
point in time); shares compared with a number of 2 and more, which is a percentage; percentages of 0 to 100
compared with less than 1; points in time compared with a duration. Units are taken from
declarations and from the ends of names.`,
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('node_filesystem_avail_bytes / node_filesystem_size_bytes < 10') },
      },
      right: {
        files: { 'rules.yml': alertFile('node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1') },
      },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('job_last_success_timestamp_seconds > 3600') } },
      right: { files: { 'rules.yml': alertFile('time() - job_last_success_timestamp_seconds > 3600') } },
    },
    {
      wrong: {
        files: { 'rules.yml': alertFile('process_resident_memory_bytes > process_cpu_wait_seconds') },
      },
      right: {
        files: { 'rules.yml': alertFile('process_resident_memory_bytes > process_virtual_memory_bytes') },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node, source } of nodesOfKind(queries, 'binary')) {
      const limit = comparisonOf(node);
      const fault = limit
        ? ofLimit(limit, inference)
        : (ofOperands(node, inference) ?? ofPercentage(node, inference));
      if (fault) yield { place: query.placeOf(fault.at.source ?? source), ...fault.text };
    }
  },
};

interface UnitFault {
  readonly at: Expr;
  readonly text: { readonly message: string; readonly fix: string };
}

function ofLimit({ value, limit, limitNode, node }: Comparison, inference: Inference): UnitFault | undefined {
  const { unit, nature, usual } = inference.of(value);
  const text = String(limit);
  if (nature === 'share' && usual.max === 1 && limit >= LEAST_PERCENT && limit <= 100) {
    const message = `the share on the other side is between 0 and 1, ${text} is a percentage`;
    return { at: limitNode, text: { message, fix: `compare with ${limit / 100}, or multiply by 100` } };
  }
  const isPercent = usual.min >= 0 && usual.max === 100 && unit === 'percent';
  if (isPercent && nature === 'share' && limit > 0 && limit < LEAST_OF_PERCENT) {
    const message = `the share on the other side is a percentage, ${text} is less than one percent`;
    return { at: limitNode, text: { message, fix: `compare with ${limit * 100}, or leave out * 100` } };
  }
  if (unit === 'timestamp' && limit > 1 && limit < LEAST_TIMESTAMP && isOrder(node)) {
    const message = `a point in time (seconds since 1970) is compared with ${text} seconds`;
    return { at: limitNode, text: { message, fix: 'compare time() - … with it' } };
  }
  return undefined;
}

function isOrder({ op }: BinaryExpr): boolean {
  return /^[<>]=?$/.test(op);
}

function ofOperands(node: BinaryExpr, inference: Inference): UnitFault | undefined {
  if (!/^[-+]$/.test(node.op) && !isComparison(node.op)) return undefined;
  const [left, right] = [inference.of(node.left), inference.of(node.right)];
  if (left.unit === undefined || right.unit === undefined || left.unit === right.unit) return undefined;
  if (!TOLD.has(left.unit) || !TOLD.has(right.unit)) return undefined;
  // A point in time and a duration add up to a point in time.
  const isShift = /^[-+]$/.test(node.op) && [left.unit, right.unit].includes('timestamp');
  if (isShift || unwrapped(node.right).kind === 'number') return undefined;
  const verb = isComparison(node.op) ? 'compared with' : node.op === '+' ? 'added to' : 'taken with';
  const message = `${named(left.unit)} ${verb} ${named(right.unit)}`;
  return { at: node, text: { message, fix: 'convert one of them, or use the metric that was meant' } };
}

/** `a / b * 100` of two things that are measured in different units. */
function ofPercentage(node: BinaryExpr, inference: Inference): UnitFault | undefined {
  if (node.op !== '*') return undefined;
  const other =
    numberOf(node.right) === 100 ? node.left : numberOf(node.left) === 100 ? node.right : undefined;
  const division = other && unwrapped(other);
  if (division?.kind !== 'binary' || division.op !== '/') return undefined;
  const [part, whole] = [inference.of(division.left).unit, inference.of(division.right).unit];
  if (part === undefined || whole === undefined || part === whole) return undefined;
  if (!TOLD.has(part) || !TOLD.has(whole)) return undefined;
  const message = `a percentage of ${named(part)} in ${named(whole)}`;
  return { at: division, text: { message, fix: 'use the metric that was meant as the whole' } };
}

function named(unit: string): string {
  return unit === 'timestamp' ? 'a point in time' : unit;
}
