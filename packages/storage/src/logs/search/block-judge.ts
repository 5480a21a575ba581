import { compileFieldTest, severityName } from '@telltale/model';
import type { CompileRegexp, LogFilter } from '@telltale/model';
import { traceHash } from '../block/encode-ids.ts';
import { trigramsOf } from '../block/trigrams.ts';
import type { BlockSketch } from './block-sketch.ts';

/** Of records with the same service and severity: whether none, some or all of them can be wanted. */
export const VERDICT = { none: 0, some: 1, all: 2 } as const;

export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

/** Says what records of a service and a severity in a block can be. */
export type BlockJudge = (service: string, severity: number, sketch: BlockSketch) => Verdict;

const TRACE_ID = /^[0-9a-f]{32}$/;

/** Compiles what a filter says without a look at the records; it is never wrong, but may not know. */
export function compileBlockJudge(filter: LogFilter, compileRegexp: CompileRegexp): BlockJudge {
  switch (filter.kind) {
    case 'and': {
      const parts = filter.filters.map((part) => compileBlockJudge(part, compileRegexp));
      return (...block) => lowest(parts, VERDICT.all, (judge) => judge(...block));
    }
    case 'or': {
      const parts = filter.filters.map((part) => compileBlockJudge(part, compileRegexp));
      return (...block) => opposite(lowest(parts, VERDICT.all, (judge) => opposite(judge(...block))));
    }
    case 'not': {
      const judge = compileBlockJudge(filter.filter, compileRegexp);
      return (...block) => opposite(judge(...block));
    }
    case 'text':
      return judgeText(filter.text);
    case 'severity':
      return (_service, severity) => verdictOf(severity >= filter.atLeast);
    case 'field':
      return judgeField(filter.field, filter.operator, filter.value, compileRegexp);
    case 'has':
      return judgePresence(filter.field);
    case 'regexp':
      return () => VERDICT.some;
  }
}

function judgeText(text: string): BlockJudge {
  const lower = text.toLowerCase();
  if (lower === '') return () => VERDICT.all;
  const trigrams = trigramsOf(lower);
  // Half a pair of surrogates is a part of a text whose bytes have nothing of it.
  if (!lower.isWellFormed()) return () => VERDICT.some;
  return (_service, _severity, sketch) => (sketch.mayHaveText(trigrams) ? VERDICT.some : VERDICT.none);
}

function judgeField(
  field: string,
  operator: Parameters<typeof compileFieldTest>[0],
  value: string,
  compileRegexp: CompileRegexp,
): BlockJudge {
  const isEquality = operator === '=' && value !== '';
  if (field === 'message' && isEquality) return judgeText(value);
  if (field === 'trace_id' && isEquality) return judgeTrace(value);
  if (field !== 'service' && field !== 'level') return () => VERDICT.some;
  const test = compileFieldTest(operator, value, compileRegexp);
  if (field === 'service') return (service) => verdictOf(test(service));
  return (_service, severity) => verdictOf(test(severityName(severity) ?? ''));
}

function judgeTrace(traceId: string): BlockJudge {
  if (!TRACE_ID.test(traceId)) return () => VERDICT.none;
  const hash = traceHash(traceId);
  return (_service, _severity, sketch) => (sketch.mayHaveTrace(hash) ? VERDICT.some : VERDICT.none);
}

function judgePresence(field: string): BlockJudge {
  if (field === 'service' || field === 'message') return () => VERDICT.all;
  if (field === 'level') return (_service, severity) => verdictOf(severityName(severity) !== undefined);
  return () => VERDICT.some;
}

function verdictOf(isWanted: boolean): Verdict {
  return isWanted ? VERDICT.all : VERDICT.none;
}

function opposite(verdict: Verdict): Verdict {
  if (verdict === VERDICT.some) return VERDICT.some;
  return verdict === VERDICT.all ? VERDICT.none : VERDICT.all;
}

function lowest<Item>(
  items: readonly Item[],
  start: Verdict,
  verdictOfItem: (item: Item) => Verdict,
): Verdict {
  let least = start;
  for (const item of items) {
    const verdict = verdictOfItem(item);
    if (verdict === VERDICT.none) return VERDICT.none;
    if (verdict < least) least = verdict;
  }
  return least;
}
