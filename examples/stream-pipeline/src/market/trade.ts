/** A trade in the form that all stages share. */
export interface Trade {
  /** Venue and number, such as `alpha:17`: the same however often the message is delivered. */
  readonly id: string;
  /** Base and quote, such as `ACME-USD`. */
  readonly symbol: string;
  /** Price of one piece, in hundredths of the quote currency. */
  readonly cents: number;
  /** Pieces. */
  readonly size: number;
  /** When it was made, as Unix time. */
  readonly atMs: number;
}

/** What is known of an instrument. */
export interface InstrumentFacts {
  readonly name: string;
  readonly currency: string;
}

/** A trade with what is known of its instrument. */
export type EnrichedTrade = Trade & InstrumentFacts;
