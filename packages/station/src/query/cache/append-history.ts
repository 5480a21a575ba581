/** A moment in the order of appends, and the oldest sample that came then. */
export interface AppendNote {
  readonly sequence: number;
  readonly timeMs: number;
}

/** Beyond this, two notes become one that claims a little more. */
const MAX_NOTES = 1024;

/**
 * Knows for any earlier moment the oldest sample that was appended since: what was computed then is
 * still right for all times before that sample. Samples that come in order cost one comparison; late,
 * imported and deleted ones need no care of their own.
 */
export class AppendHistory {
  /** Ascending in sequence and in time: an older note with a later time can never be the answer. */
  #notes: AppendNote[] = [];
  #sequence = 0;

  /** How many changes there were. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Something changed at `timeMs` and maybe after it; `-Infinity` for everything. */
  note(timeMs: number): void {
    this.#push({ sequence: ++this.#sequence, timeMs });
  }

  /** Takes over what another history noted; see {@link notesSince}. */
  apply(sequence: number, notes: readonly AppendNote[]): void {
    for (const note of notes) this.#push(note);
    this.#sequence = sequence;
  }

  /** The oldest time that changed after a moment; `Infinity` when nothing did. */
  changedSince(sequence: number): number {
    return this.#notes.find((note) => note.sequence > sequence)?.timeMs ?? Infinity;
  }

  /** The notes another history needs that knows everything up to `sequence`. */
  notesSince(sequence: number): readonly AppendNote[] {
    return this.#notes.filter((note) => note.sequence > sequence);
  }

  #push(note: AppendNote): void {
    const notes = this.#notes;
    while (notes.length > 0 && notes[notes.length - 1].timeMs >= note.timeMs) notes.pop();
    notes.push(note);
    if (notes.length > MAX_NOTES) this.#thin();
  }

  /** Of each pair the later moment is kept with the older time: wrong only on the safe side. */
  #thin(): void {
    this.#notes = this.#notes.flatMap((note, i, all) => {
      if (i % 2 === 1) return [];
      return [{ sequence: all[i + 1]?.sequence ?? note.sequence, timeMs: note.timeMs }];
    });
  }
}
