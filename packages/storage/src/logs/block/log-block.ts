import { unpackSource } from '../record/packed-records.ts';
import type { PackedSource, RecordSource } from '../record/packed-records.ts';
import { AttributeColumns } from './attribute-columns.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from './encode-ids.ts';
import { IdColumn } from './id-column.ts';
import { decodeJson } from './json-column.ts';
import { MessageColumn } from './message-column.ts';
import { decodeNumbers, decodeSequences, decodeTimes } from './number-columns.ts';
import { PackedColumns } from './packed-columns.ts';
import { SECTION } from './section.ts';
import type { Section } from './section.ts';

/** A block that is not what was written, or of which a part is gone. */
export class UnreadableBlock extends Error {
  readonly isGone: boolean;

  constructor(isGone: boolean) {
    super(isGone ? 'the block is gone' : 'the block is damaged');
    this.isGone = isGone;
  }
}

/** Gives the bytes of a section; none where it is damaged, nothing where it is gone. */
export type ReadSection = (section: Section) => Uint8Array | undefined;

/**
 * The records of a block by columns, ordered by time and then by sequence. What is not asked for is not read. Each
 * method throws {@link UnreadableBlock} where it cannot give what was written.
 */
export class LogBlock {
  readonly count: number;
  readonly #read: ReadSection;
  readonly #sections = new Map<Section, PackedColumns>();
  #timesUs: Float64Array | undefined;
  #severities: Uint32Array | undefined;
  #sourceOfRecord: Uint32Array | undefined;
  #packedSources: readonly PackedSource[] | undefined;
  #sources: readonly RecordSource[] | undefined;
  #messages: MessageColumn | undefined;
  #attributes: AttributeColumns | undefined;
  #traceIds: IdColumn | undefined;
  #spanIds: IdColumn | undefined;

  constructor(count: number, read: ReadSection) {
    this.count = count;
    this.#read = read;
  }

  get timesUs(): Float64Array {
    return (this.#timesUs ??= decodeTimes(this.#section(SECTION.rows).bytes(0, 0), this.count));
  }

  sequences(): Float64Array {
    return decodeSequences(this.#section(SECTION.rows).bytes(2, 0), this.count);
  }

  get severities(): Uint32Array {
    return (this.#severities ??= this.#numbers(SECTION.rows, 1, 0));
  }

  severityTexts(): { readonly ofRecord: Uint32Array; readonly texts: readonly (string | null)[] } {
    return {
      ofRecord: this.#numbers(SECTION.rows, 2, 1),
      texts: decodeJson(this.#section(SECTION.rows).bytes(2, 2)) as (string | null)[],
    };
  }

  /** Places in {@link sources}. */
  get sourceOfRecord(): Uint32Array {
    return (this.#sourceOfRecord ??= this.#numbers(SECTION.rows, 1, 1));
  }

  get packedSources(): readonly PackedSource[] {
    return (this.#packedSources ??= decodeJson(this.#section(SECTION.rows).bytes(1, 2)) as PackedSource[]);
  }

  get sources(): readonly RecordSource[] {
    return (this.#sources ??= this.packedSources.map(unpackSource));
  }

  get messages(): MessageColumn {
    return (this.#messages ??= new MessageColumn(
      this.#numbers(SECTION.messages, 0, 0),
      this.#section(SECTION.messages).bytes(0, 1),
    ));
  }

  get attributes(): AttributeColumns {
    return (this.#attributes ??= new AttributeColumns(this.#section(SECTION.attributes), this.count));
  }

  get traceIds(): IdColumn {
    return (this.#traceIds ??= this.#ids(0, 1, TRACE_ID_BYTES));
  }

  get spanIds(): IdColumn {
    return (this.#spanIds ??= this.#ids(1, 2, SPAN_ID_BYTES));
  }

  #ids(placeColumn: number, idGroup: number, idBytes: number): IdColumn {
    const places = this.#numbers(SECTION.ids, 0, placeColumn);
    return new IdColumn(places, this.#section(SECTION.ids).bytes(idGroup, 0), idBytes);
  }

  #numbers(section: Section, group: number, column: number): Uint32Array {
    return decodeNumbers(this.#section(section).bytes(group, column), this.count);
  }

  #section(section: Section): PackedColumns {
    let columns = this.#sections.get(section);
    if (columns !== undefined) return columns;
    const bytes = this.#read(section);
    columns = bytes && PackedColumns.open(bytes);
    if (columns === undefined) throw new UnreadableBlock(bytes === undefined);
    this.#sections.set(section, columns);
    return columns;
  }
}
