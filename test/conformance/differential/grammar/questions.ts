import * as fc from 'fast-check';
import type { Question } from '../answer.ts';
import { FLEET_END_MS, FLEET_START_MS } from '../fleet-data.ts';
import type { Text } from './text.ts';

const startMs = fc.oneof(
  // On the grid of the samples, where edges of windows matter, and off it.
  fc.integer({ min: 0, max: 240 }).map((i) => FLEET_START_MS + i * 15_000),
  fc.integer({ min: FLEET_START_MS, max: FLEET_END_MS }),
);

/** Queries for one moment. */
export function instantQuestion(query: Text): fc.Arbitrary<Question> {
  return fc.tuple(query, startMs).map(([text, ms]) => ({ query: text, startMs: ms, endMs: ms, stepMs: 0 }));
}

/** Queries over a range of up to twenty steps. */
export function rangeQuestion(query: Text): fc.Arbitrary<Question> {
  return fc
    .tuple(
      query,
      startMs,
      fc.constantFrom(15_000, 60_000, 37_000, 1_250, 300_000),
      fc.integer({ min: 0, max: 20 }),
    )
    .map(([text, start, stepMs, steps]) => ({
      query: text,
      startMs: start,
      endMs: start + steps * stepMs,
      stepMs,
    }));
}
