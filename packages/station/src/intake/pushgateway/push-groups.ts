import type { Documents, JsonValue } from '@telltale/model';
import { RefusedRequest } from '../body/refused-request.ts';
import { FamilyTypes } from './family-types.ts';
import type { GroupDocument } from './group-document.ts';
import { groupDocument, groupOf } from './group-document.ts';
import type { GroupingLabels } from './grouping-key.ts';
import { groupingKey } from './grouping-key.ts';
import type { PushedFamily, PushedGroup } from './pushed-family.ts';
import { PUSH_FAILURE_TIME, PUSH_TIME } from './pushed-family.ts';
import type { PushedPage } from './read-push.ts';

/** Groups, and series of all of them, at most. */
const MAX_GROUPS = 10_000;
const MAX_SERIES = 100_000;

/** What is done with the families that a group has. */
export type PushMode = 'replace-all' | 'replace-same-names';

export interface PushGroupsOptions {
  readonly documents: Documents<GroupDocument & JsonValue>;
  readonly nowMs: () => number;
  /** A group changed, or went. */
  readonly onChange: (key: string, group: PushedGroup | undefined) => void;
}

/** What was pushed and not deleted: it stays until somebody deletes it, over restarts. */
export class PushGroups {
  readonly #options: PushGroupsOptions;
  readonly #groups = new Map<string, PushedGroup>();
  readonly #types = new FamilyTypes();
  #series = 0;

  constructor(options: PushGroupsOptions) {
    this.#options = options;
  }

  /** Takes over what was kept. */
  async load(): Promise<void> {
    for (const [, document] of await this.#options.documents.entries()) {
      const group = groupOf(document);
      this.#set(groupingKey(group.labels), group);
    }
  }

  groups(): Iterable<PushedGroup> {
    return this.#groups.values();
  }

  /**
   * Takes a page into a group, whole or not at all; resolves when it is kept.
   *
   * @throws RefusedRequest for a page that contradicts itself or others, and beyond the limits; the group says when
   */
  async push(labels: GroupingLabels, page: PushedPage, mode: PushMode): Promise<void> {
    const key = groupingKey(labels);
    const nowMs = this.#options.nowMs();
    const before = this.#groups.get(key) ?? { labels, families: new Map(), pushedMs: 0, failedMs: 0 };
    const kept = mode === 'replace-all' ? [] : [...before.families.values()];
    const pushed = page.families.filter(({ name }) => name !== PUSH_TIME && name !== PUSH_FAILURE_TIME);
    const families = new Map([...kept, ...pushed].map((family) => [family.name, family]));
    const fault = this.#faultOf(key, before, families, page);
    if (fault === undefined) return this.#keep(key, { ...before, families, pushedMs: nowMs });
    if (!this.#hasRoomFor(key)) throw fault;
    await this.#keep(key, { ...before, failedMs: nowMs });
    throw fault;
  }

  /** Deletes a group, if there is one. */
  async remove(labels: GroupingLabels): Promise<void> {
    const key = groupingKey(labels);
    this.#delete(key);
    await this.#options.documents.delete(key);
  }

  /** Deletes all groups. */
  async wipe(): Promise<void> {
    for (const { labels } of this.#groups.values()) await this.remove(labels);
  }

  #faultOf(
    key: string,
    before: PushedGroup,
    families: ReadonlyMap<string, PushedFamily>,
    { hasTimestamps }: PushedPage,
  ): RefusedRequest | undefined {
    if (hasTimestamps) return inconsistent('pushed metrics must not have timestamps');
    const all = [...families.values()];
    if (!this.#hasRoomFor(key)) {
      return new RefusedRequest('too_large', `there are ${MAX_GROUPS} groups, the most there may be`);
    }
    if (this.#series - seriesIn(before.families.values()) + seriesIn(all) > MAX_SERIES) {
      return new RefusedRequest('too_large', `all groups together may have ${MAX_SERIES} series`);
    }
    this.#types.remove(before.families.values());
    const contradiction = this.#types.contradiction(all);
    this.#types.add(before.families.values());
    return contradiction === undefined ? undefined : inconsistent(contradiction);
  }

  #hasRoomFor(key: string): boolean {
    return this.#groups.has(key) || this.#groups.size < MAX_GROUPS;
  }

  async #keep(key: string, group: PushedGroup): Promise<void> {
    this.#set(key, group);
    await this.#options.documents.put(key, groupDocument(group));
  }

  #set(key: string, group: PushedGroup): void {
    this.#forget(key);
    this.#groups.set(key, group);
    this.#types.add(group.families.values());
    this.#series += seriesIn(group.families.values());
    this.#options.onChange(key, group);
  }

  #delete(key: string): void {
    if (!this.#groups.has(key)) return;
    this.#forget(key);
    this.#groups.delete(key);
    this.#options.onChange(key, undefined);
  }

  #forget(key: string): void {
    const known = this.#groups.get(key);
    if (known === undefined) return;
    this.#types.remove(known.families.values());
    this.#series -= seriesIn(known.families.values());
  }
}

function seriesIn(families: Iterable<PushedFamily>): number {
  let count = 0;
  for (const { series } of families) count += series.length;
  return count;
}

function inconsistent(problem: string): RefusedRequest {
  return new RefusedRequest(
    'malformed',
    `pushed metrics are invalid or inconsistent with existing metrics: ${problem}`,
  );
}
