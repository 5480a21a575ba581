import type { LogBlock } from '../block/log-block.ts';
import type { PackedSource } from '../record/packed-records.ts';

/**
 * Prints records of blocks as JSON of packed records. Their attributes are JSON already; the thread that gives the
 * answer reads it once.
 */
export class RecordPrinter {
  readonly #sources: PackedSource[] = [];
  readonly #places = new Map<string, number>();

  /** All sources of the records that were printed. */
  get sources(): readonly PackedSource[] {
    return this.#sources;
  }

  /** A function that prints records of a block by their row. */
  ofBlock(block: LogBlock, sequences: Float64Array): (row: number) => string {
    const { timesUs, severities, sourceOfRecord, packedSources, messages, attributes } = block;
    const severityTexts = block.severityTexts();
    const places = packedSources.map((source) => this.#placeOf(source));
    return (row) => {
      const common = `${timesUs[row]},${sequences[row]},${places[sourceOfRecord[row]]},${severities[row]}`;
      const text = jsonOf(severityTexts.texts[severityTexts.ofRecord[row]]);
      const ids = `${jsonOf(block.traceIds.of(row))},${jsonOf(block.spanIds.of(row))}`;
      return `[${common},${text},${jsonOf(messages.at(row))},${ids},${attributes.jsonOf(row)}]`;
    };
  }

  #placeOf(source: PackedSource): number {
    const json = JSON.stringify(source);
    let place = this.#places.get(json);
    if (place === undefined) {
      place = this.#sources.push(source) - 1;
      this.#places.set(json, place);
    }
    return place;
  }
}

function jsonOf(text: string | null | undefined): string {
  return text === undefined || text === null ? 'null' : JSON.stringify(text);
}
