import type { LogFilter, LogRecord } from '@telltale/model';
import { encodeLogBlock } from '../src/logs/block/encode-log-block.ts';
import type { EncodedLogBlock } from '../src/logs/block/encode-log-block.ts';
import type { KeptRecord } from '../src/logs/record/kept-record.ts';
import { packRecords } from '../src/logs/record/packed-records.ts';
import { RecordAdmission } from '../src/logs/record/record-admission.ts';
import { compareKeys } from '../src/logs/record/record-key.ts';
import { BlockScan } from '../src/logs/search/block-scan.ts';
import type { LogBlockRef } from '../src/logs/search/log-block-ref.ts';
import { compileRegexp } from '../src/search/compile-regexp.ts';

/** The records as a store would number them. */
export function keptRecords(records: readonly LogRecord[], firstSequence = 1): KeptRecord[] {
  const admission = new RecordAdmission();
  return records.map((record, i) =>
    admission.admit(record, Number.MAX_SAFE_INTEGER / 1000, firstSequence + i),
  );
}

export function encodedBlock(records: readonly KeptRecord[]): EncodedLogBlock {
  const { sources, records: packed } = packRecords(records.toSorted(compareKeys));
  return encodeLogBlock(packed.map((record) => ({ record, source: sources[record[2]] })));
}

/** Blocks in memory, and scans of them. */
export class MemoryBlocks {
  readonly refs: readonly LogBlockRef[];
  readonly #blocks: readonly EncodedLogBlock[];

  constructor(blocks: readonly (readonly KeptRecord[])[]) {
    this.#blocks = blocks.map(encodedBlock);
    this.refs = this.#blocks.map(({ startUs, endUs, records }, id) => ({
      dayMs: 0,
      id,
      startUs,
      endUs,
      records,
    }));
  }

  scan(filter: LogFilter | undefined): BlockScan {
    return new BlockScan({
      filter,
      compileRegexp,
      read: (_dayMs, id, section) => this.#blocks[id].sections[section],
      onDamaged: ({ id }) => {
        throw new Error(`block ${id} is damaged`);
      },
      signal: new AbortController().signal,
    });
  }
}
