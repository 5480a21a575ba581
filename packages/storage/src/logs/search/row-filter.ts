import { compileFieldTest, recordField, severityName } from '@telltale/model';
import type { CompileRegexp, LogFilter, LogRecord } from '@telltale/model';
import type { LogBlock } from '../block/log-block.ts';
import type { RecordSource } from '../record/packed-records.ts';
import { attributeView } from './attribute-view.ts';

/** Takes out of `rows`, one byte for each record of the block, those that are not wanted. */
export type RowFilter = (block: LogBlock, rows: Uint8Array) => void;

/** What reading costs: columns that are small, of which there are few texts, and so on. Cheap ones go first. */
const COST = { rows: 0, ids: 1, text: 2, attributes: 3, pattern: 4 } as const;

interface CostedFilter {
  readonly cost: number;
  readonly keep: RowFilter;
}

/**
 * Compiles a filter to one that works on the columns of a block; it keeps the records for which `compileLogFilter`
 * says yes.
 *
 * @throws TelltaleError TT_SEARCH_SYNTAX for a pattern that is none.
 */
export function compileRowFilter(filter: LogFilter, compileRegexp: CompileRegexp): RowFilter {
  return compile(filter, compileRegexp).keep;
}

function compile(filter: LogFilter, compileRegexp: CompileRegexp): CostedFilter {
  switch (filter.kind) {
    case 'and':
      return compileAnd(filter.filters.map((part) => compile(part, compileRegexp)));
    case 'or':
      return compileOr(filter.filters.map((part) => compile(part, compileRegexp)));
    case 'not':
      return compileNot(compile(filter.filter, compileRegexp));
    case 'text': {
      const text = filter.text.toLowerCase();
      return { cost: COST.text, keep: (block, rows) => block.messages.keepContaining(text, rows) };
    }
    case 'regexp':
      return compileMessageTest(compileRegexp(filter.pattern, 'part'));
    case 'severity':
      return compileSeverityTest((severity) => severity >= filter.atLeast);
    case 'has':
      return compileField(filter.field, (text) => text !== undefined);
    case 'field': {
      const test = compileFieldTest(filter.operator, filter.value, compileRegexp);
      return compileField(filter.field, (text) => test(text ?? ''));
    }
  }
}

function compileAnd(parts: readonly CostedFilter[]): CostedFilter {
  const cheapFirst = parts.toSorted((a, b) => a.cost - b.cost);
  return {
    cost: highestCost(parts),
    keep: (block, rows) => {
      for (const { keep } of cheapFirst) {
        if (!rows.includes(1)) return;
        keep(block, rows);
      }
    },
  };
}

function compileOr(parts: readonly CostedFilter[]): CostedFilter {
  const cheapFirst = parts.toSorted((a, b) => a.cost - b.cost);
  return {
    cost: highestCost(parts),
    keep: (block, rows) => {
      const undecided = rows.slice();
      rows.fill(0);
      for (const { keep } of cheapFirst) {
        if (!undecided.includes(1)) return;
        const kept = undecided.slice();
        keep(block, kept);
        for (let i = 0; i < rows.length; i++) {
          if (kept[i] === 0) continue;
          rows[i] = 1;
          undecided[i] = 0;
        }
      }
    },
  };
}

function compileNot({ cost, keep }: CostedFilter): CostedFilter {
  return {
    cost,
    keep: (block, rows) => {
      const unwanted = rows.slice();
      keep(block, unwanted);
      for (let i = 0; i < rows.length; i++) if (unwanted[i] === 1) rows[i] = 0;
    },
  };
}

function highestCost(parts: readonly CostedFilter[]): number {
  return parts.reduce<number>((highest, { cost }) => Math.max(highest, cost), COST.rows);
}

function compileMessageTest(test: (message: string) => boolean): CostedFilter {
  return {
    cost: COST.pattern,
    keep: ({ messages }, rows) => messages.keepMatching(test, rows),
  };
}

function compileSeverityTest(test: (severity: number) => boolean): CostedFilter {
  return {
    cost: COST.rows,
    keep: ({ severities }, rows) => {
      for (let i = 0; i < rows.length; i++) if (rows[i] === 1 && !test(severities[i])) rows[i] = 0;
    },
  };
}

function compileField(field: string, test: (text: string | undefined) => boolean): CostedFilter {
  switch (field) {
    case 'level':
      return compileSeverityTest((severity) => test(severityName(severity)));
    case 'message':
      return compileMessageTest(test);
    case 'trace_id':
      return compileIdTest(({ traceIds }) => traceIds, test);
    case 'span_id':
      return compileIdTest(({ spanIds }) => spanIds, test);
    default:
      return isOfSource(field) ? compileSourceTest(field, test) : compileAttributeTest(field, test);
  }
}

/** Whether all records of a source have the same in this field. */
function isOfSource(field: string): boolean {
  return field === 'service' || field === 'logger' || field.startsWith('resource.');
}

function compileSourceTest(field: string, test: (text: string | undefined) => boolean): CostedFilter {
  return {
    cost: COST.rows,
    keep: (block, rows) => {
      const verdicts = block.sources.map((source) => test(recordField(recordOfSource(source), field)));
      keepByVerdict(block.sourceOfRecord, verdicts, rows);
    },
  };
}

/** A record of which nothing but its source is asked. */
function recordOfSource(source: RecordSource): LogRecord {
  return { ...source, timeMs: 0, severity: 0, message: '', attributes: {} };
}

function keepByVerdict(places: Uint32Array, verdicts: readonly boolean[], rows: Uint8Array): void {
  for (let i = 0; i < rows.length; i++) if (rows[i] === 1 && !verdicts[places[i]]) rows[i] = 0;
}

function compileIdTest(
  columnOf: (block: LogBlock) => LogBlock['traceIds'],
  test: (text: string | undefined) => boolean,
): CostedFilter {
  return {
    cost: COST.ids,
    keep: (block, rows) => {
      const column = columnOf(block);
      const verdicts = Array.from({ length: column.count }, (_, place) => test(column.at(place)));
      keepByVerdict(column.places, verdicts, rows);
    },
  };
}

function compileAttributeTest(field: string, test: (text: string | undefined) => boolean): CostedFilter {
  return {
    cost: COST.attributes,
    keep: ({ attributes }, rows) => {
      const textOf = attributeView(attributes, field);
      for (let i = 0; i < rows.length; i++) if (rows[i] === 1 && !test(textOf(i))) rows[i] = 0;
    },
  };
}
