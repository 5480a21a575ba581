import type { ExposedExemplar, SeriesId } from '@telltale/model';
import type { SeriesHandle } from './page/reading-sink.ts';

/** In place of an id: relabelling drops the series. */
export const DROPPED = -1;
/** In place of an id: the series has ended, and may begin anew as another state. */
export const ENDED = -2;

/** What is remembered of a series from scrape to scrape. */
export class SeriesState implements SeriesHandle {
  id: SeriesId;
  /** The last scrape that contained the series. */
  generation: number;
  place = -1;
  /** Whether its last sample had a time of its own: such a series does not end by a staleness marker. */
  isTimed = false;
  /** Whether it was ended by a scrape that failed: it goes on with the next sample. */
  isPaused = false;
  /** The last exemplar: a page repeats it until there is another. */
  exemplar: ExposedExemplar | undefined = undefined;

  constructor(id: SeriesId, generation: number) {
    this.id = id;
    this.generation = generation;
  }
}
