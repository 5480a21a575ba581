/** How many held items are compared to find one that is used less than a new one. */
const COMPARED_ITEMS = 8;

/** Something that may be held, for as long as it is used more than others. */
export interface Cacheable {
  readonly uses: number;
}

interface Held<Item> {
  readonly item: Item;
  bytes: number;
  place: number;
}

/** Memory for items of one kind: those used most stay. */
export class CacheTier<Item extends Cacheable> {
  readonly #maxBytes: number;
  readonly #onDrop: (item: Item) => void;
  readonly #held: Held<Item>[] = [];
  readonly #byItem = new Map<Item, Held<Item>>();
  #heldBytes = 0;
  #hand = 0;

  /** @param onDrop - lets go of the memory of an item that others push out. */
  constructor(maxBytes: number, onDrop: (item: Item) => void) {
    this.#maxBytes = maxBytes;
    this.#onDrop = onDrop;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get size(): number {
    return this.#held.length;
  }

  /** How much an item takes; 0 when it is not held. */
  bytesOf(item: Item): number {
    return this.#byItem.get(item)?.bytes ?? 0;
  }

  /**
   * Drops items that are used less than this one, by two uses at least, until so many bytes are free;
   * false when too few are. With a smaller lead items that are read in turns would push each other out.
   */
  makeRoom(item: Item, bytes: number): boolean {
    while (this.#heldBytes + bytes > this.#maxBytes) {
      const victim = this.#leastUsed();
      if (victim === undefined || victim === item || victim.uses + 1 >= item.uses) return false;
      this.remove(victim);
      this.#onDrop(victim);
    }
    return true;
  }

  /** Holds an item, or changes how much it takes. */
  hold(item: Item, bytes: number): void {
    let held = this.#byItem.get(item);
    if (held === undefined) {
      held = { item, bytes: 0, place: this.#held.length };
      this.#held.push(held);
      this.#byItem.set(item, held);
    }
    this.#heldBytes += bytes - held.bytes;
    held.bytes = bytes;
  }

  remove(item: Item): void {
    const held = this.#byItem.get(item);
    if (held === undefined) return;
    this.#byItem.delete(item);
    this.#heldBytes -= held.bytes;
    const last = this.#held.pop();
    if (last === undefined || last === held) return;
    this.#held[held.place] = last;
    last.place = held.place;
  }

  /** The least used of the next few held items. */
  #leastUsed(): Item | undefined {
    let least: Item | undefined;
    for (let i = 0; i < Math.min(COMPARED_ITEMS, this.#held.length); i++) {
      this.#hand = (this.#hand + 1) % this.#held.length;
      const { item } = this.#held[this.#hand];
      if (least === undefined || item.uses < least.uses) least = item;
    }
    return least;
  }
}
