import type { QueryCodeRequest } from '@telltale/station/contract';

/** Which query the drawer of code is of, and what it becomes. */
export interface CodeId {
  /** Number of the query among those of the address. */
  readonly number: number;
  readonly as: QueryCodeRequest['as'];
}

const KINDS: readonly QueryCodeRequest['as'][] = ['panel', 'alert', 'test'];

/** Reads `0:alert`; what cannot be understood is the first query as a panel. */
export function parseCodeId(id: string): CodeId {
  const [number, as] = id.split(':');
  return {
    number: /^\d{1,2}$/.test(number) ? Number(number) : 0,
    as: KINDS.find((one) => one === as) ?? 'panel',
  };
}
