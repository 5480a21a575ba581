import { createHash } from 'node:crypto';
import { invalidParameter } from '../../bad-request-error.ts';
import type { SelectedGroup } from './rule-selection.ts';

/** Some of the groups, and what to ask for the next ones with. */
export interface GroupPage {
  readonly groups: readonly SelectedGroup[];
  readonly nextToken?: string;
}

/** The page of `groups` that `group_limit` and `group_next_token` ask for; without them all groups. */
export function pageOfGroups(groups: readonly SelectedGroup[], parameters: URLSearchParams): GroupPage {
  const limit = groupLimit(parameters);
  const token = parameters.get('group_next_token') ?? '';
  if (token !== '' && limit === undefined) {
    throw invalidParameter(
      'group_next_token',
      'group_limit needs to be present in order to paginate over the groups',
    );
  }
  if (limit === undefined) return { groups };
  const start = token === '' ? 0 : groups.findIndex((group) => tokenOf(group) === token);
  if (start < 0) {
    throw invalidParameter(
      'group_next_token',
      `invalid group_next_token '${token}'. were rule groups changed?`,
    );
  }
  const next = groups.at(start + limit);
  return {
    groups: groups.slice(start, start + limit),
    ...(next !== undefined && start + limit < groups.length && { nextToken: tokenOf(next) }),
  };
}

function groupLimit(parameters: URLSearchParams): number | undefined {
  const text = parameters.get('group_limit') ?? '';
  if (text === '') return undefined;
  if (!/^[+-]?\d{1,9}$/.test(text)) {
    throw invalidParameter(
      'group_limit',
      `group_limit needs to be a valid number: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const limit = Number(text);
  if (limit <= 0) throw invalidParameter('group_limit', 'group_limit needs to be greater than 0');
  return limit;
}

function tokenOf({ group }: SelectedGroup): string {
  return createHash('sha256').update(`${group.file};${group.name}`).digest('hex');
}
