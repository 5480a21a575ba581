/** The parts of a block, each read only where a search needs it. */
export const SECTION = {
  /** How many records of which service and severity there are in which minute. */
  summary: 0,
  /** Of the messages. */
  trigrams: 1,
  traces: 2,
  /** Times, sequence numbers, severities and sources. */
  rows: 3,
  messages: 4,
  attributes: 5,
  /** Of traces and spans. */
  ids: 6,
} as const;

export type Section = (typeof SECTION)[keyof typeof SECTION];
