import type { Grouping, LabelSet } from '@telltale/model';
import { groupLabels } from './grouping.ts';

/** Finds the group of a series by its labels; groups are made when their first series comes. */
export class GroupIndex<Group> {
  readonly #grouping: Grouping | undefined;
  readonly #create: (labels: LabelSet) => Group;
  readonly #byKey = new Map<string, Group>();

  constructor(grouping: Grouping | undefined, create: (labels: LabelSet) => Group) {
    this.#grouping = grouping;
    this.#create = create;
  }

  /** All groups in order of first appearance. */
  get all(): Iterable<Group> {
    return this.#byKey.values();
  }

  of(labels: LabelSet): Group {
    const own = groupLabels(labels, this.#grouping);
    let group = this.#byKey.get(own.key);
    if (group === undefined) this.#byKey.set(own.key, (group = this.#create(own)));
    return group;
  }
}
