/** What names a span in the tables. */
interface SpanKey {
  readonly TraceId: string;
  readonly SpanId: string;
}

/** Exporters send again within seconds; this many spans are seconds of a very busy station. */
const MAX_REMEMBERED = 100_000;

/**
 * The spans that were written last, so that what an exporter sends again is not there twice: the tables of the
 * Collector have nothing that keeps a span from being written again.
 */
export class RecentSpans {
  readonly #written = new Set<string>();
  readonly #maxRemembered: number;

  /** @param maxRemembered - default: 100,000. */
  constructor(maxRemembered = MAX_REMEMBERED) {
    this.#maxRemembered = maxRemembered;
  }

  /** Those that were not written lately, each once. */
  newAmong<Row extends SpanKey>(rows: readonly Row[]): Row[] {
    const fresh = new Map<string, Row>();
    for (const row of rows) {
      const key = keyOf(row);
      if (!this.#written.has(key) && !fresh.has(key)) fresh.set(key, row);
    }
    return [...fresh.values()];
  }

  /** They are in the table now. */
  remember(rows: readonly SpanKey[]): void {
    for (const row of rows) this.#written.add(keyOf(row));
    for (const key of this.#written) {
      if (this.#written.size <= this.#maxRemembered) return;
      this.#written.delete(key);
    }
  }
}

function keyOf({ TraceId, SpanId }: SpanKey): string {
  return TraceId + SpanId;
}
