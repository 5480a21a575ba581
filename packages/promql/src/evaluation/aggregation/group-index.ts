import type { Grouping, LabelSet } from '@telltale/model';
import { groupLabels } from './group-labels.ts';

/** The groups whose labels begin with the same values. */
class Branch<Group> {
  readonly byValue = new Map<string, Branch<Group>>();
  group: Group | undefined;
}

/**
 * Finds the group of a series by its labels; groups are made when their first series comes. With `by`
 * the values lead there one after the other, and labels of a group are only put together for a new one.
 */
export class GroupIndex<Group> {
  readonly #grouping: Grouping | undefined;
  readonly #create: (labels: LabelSet) => Group;
  readonly #root = new Branch<Group>();
  readonly #groups: Group[] = [];

  constructor(grouping: Grouping | undefined, create: (labels: LabelSet) => Group) {
    this.#grouping = grouping;
    this.#create = create;
  }

  /** All groups in order of first appearance. */
  get all(): readonly Group[] {
    return this.#groups;
  }

  of(labels: LabelSet): Group {
    const branch =
      this.#grouping?.mode === 'without'
        ? this.#follow(this.#root, groupLabels(labels, this.#grouping).key)
        : this.#branchBy(labels, this.#grouping?.labels ?? []);
    return (branch.group ??= this.#add(groupLabels(labels, this.#grouping)));
  }

  #branchBy(labels: LabelSet, names: readonly string[]): Branch<Group> {
    let branch = this.#root;
    for (let i = 0; i < names.length; i++) branch = this.#follow(branch, labels.get(names[i]));
    return branch;
  }

  #follow({ byValue }: Branch<Group>, value: string): Branch<Group> {
    let next = byValue.get(value);
    if (next === undefined) byValue.set(value, (next = new Branch()));
    return next;
  }

  #add(labels: LabelSet): Group {
    const group = this.#create(labels);
    this.#groups.push(group);
    return group;
  }
}
