import { createHash } from 'node:crypto';
import type { Attributes } from '@telltale/model';
import type { ResourceHashes } from './fragment-writer.ts';
import { jsonOf } from './attribute-codec.ts';

/** So many programs that two of them have the same hash nobody has. */
export const RESOURCE_HASH_BYTES = 8;

/** The attributes of a program, as they are kept: apart from its spans, once a file. */
export interface StoredResource {
  readonly hash: Uint8Array;
  readonly json: string;
}

/** Names programs by what is known of them, and collects those that a batch of spans needs. */
export class BatchResources implements ResourceHashes {
  /** Spans of one program share the object. */
  readonly #known = new WeakMap<Attributes, StoredResource>();
  #used = new Set<StoredResource>();

  hashOf(resource: Attributes): Uint8Array {
    let stored = this.#known.get(resource);
    if (stored === undefined) {
      const json = jsonOf(resource);
      const hash = createHash('sha256').update(json).digest().subarray(0, RESOURCE_HASH_BYTES);
      stored = { hash, json };
      this.#known.set(resource, stored);
    }
    this.#used.add(stored);
    return stored.hash;
  }

  /** The programs since the last call. */
  take(): readonly StoredResource[] {
    const used = [...this.#used];
    this.#used = new Set();
    return used;
  }
}

/** Attributes of a program from their JSON, in an object without a prototype. */
export function parseResource(json: string): Attributes {
  return Object.assign(Object.create(null), JSON.parse(json)) as Attributes;
}
