import { randomUUID } from 'node:crypto';
import type { Journal, JournalEntry, StateStore } from '@telltale/model';
import type { Annotation, NewAnnotation } from '../contract.ts';

/** So many are kept, the newest. */
const MAX_ENTRIES = 10_000;
const PAGE = 1000;

type StoredAnnotation = {
  readonly id: string;
  readonly kind: 'deployment' | 'incident' | 'reload';
  readonly title: string;
  readonly text: string;
  readonly atMs: number;
  readonly endMs: number | null;
  readonly subject: string;
  readonly severity?: string;
  readonly link?: string;
};

/** What somebody, or the station, said that happened; kept on disk. */
export class AnnotationLog {
  readonly #journal: Journal<StoredAnnotation>;
  readonly #now: () => number;
  readonly #onChange: () => void;
  #known: Promise<StoredAnnotation[]> | undefined;

  constructor(options: {
    readonly state: StateStore;
    readonly now: () => number;
    /** There is another one. */
    readonly onChange: () => void;
  }) {
    this.#journal = options.state.journal('annotations', { maxEntries: MAX_ENTRIES });
    this.#now = options.now;
    this.#onChange = options.onChange;
  }

  /** Resolves when it is on disk. */
  add(said: NewAnnotation): Promise<Annotation> {
    const { kind, title, text = '', subject = '', atMs = this.#now(), endMs = null, link } = said;
    return this.#keep({ kind, title, text, subject, atMs, endMs, ...(link !== undefined && { link }) });
  }

  /** The configuration was read anew; `error` says why it was refused, and is empty where it was not. */
  async addReload(error: string): Promise<void> {
    await this.#keep({
      kind: 'reload',
      title: error === '' ? 'Configuration read anew' : 'Configuration refused',
      text: error,
      subject: '',
      atMs: this.#now(),
      endMs: null,
      ...(error !== '' && { severity: 'warning' }),
    });
  }

  /** All that are kept, in the order in which they were said. */
  async all(): Promise<readonly Annotation[]> {
    return this.#all();
  }

  async #keep(said: Omit<StoredAnnotation, 'id'>): Promise<Annotation> {
    const annotation: StoredAnnotation = { id: randomUUID(), ...said };
    const known = await this.#all();
    await this.#journal.append(annotation, this.#now());
    known.push(annotation);
    if (known.length > MAX_ENTRIES) known.splice(0, known.length - MAX_ENTRIES);
    this.#onChange();
    return annotation;
  }

  #all(): Promise<StoredAnnotation[]> {
    this.#known ??= readAll(this.#journal);
    return this.#known;
  }
}

async function readAll(journal: Journal<StoredAnnotation>): Promise<StoredAnnotation[]> {
  const entries: JournalEntry<StoredAnnotation>[] = [];
  let beforeSequence: number | undefined;
  do {
    const page = await journal.read({
      limit: PAGE,
      ...(beforeSequence !== undefined && { beforeSequence }),
    });
    entries.push(...page);
    beforeSequence = page.length < PAGE ? undefined : page.at(-1)?.sequence;
  } while (beforeSequence !== undefined && entries.length < MAX_ENTRIES);
  return entries.toReversed().map(({ value }) => value);
}
