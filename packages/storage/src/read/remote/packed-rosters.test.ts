import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buffersOfRosters, packRosters, unpackRosters } from './packed-rosters.ts';

const block = fc.record({ id: fc.nat(), startMs: fc.integer(), endMs: fc.integer() });
const roster = fc
  .record({
    dayMs: fc.integer(),
    blocks: fc.array(block, { maxLength: 4 }),
    places: fc.array(fc.tuple(fc.nat(65_535), fc.nat()), { maxLength: 5 }),
  })
  .map(({ places, ...rest }) => ({
    ...rest,
    columns: Uint16Array.from(places, ([column]) => column),
    slots: Uint32Array.from(places, ([, slot]) => slot),
  }));

it('rosters that were sent to another thread are the same there', () => {
  fc.assert(
    fc.property(fc.array(roster, { maxLength: 6 }), (rosters) => {
      const packed = packRosters(rosters);
      const sent = structuredClone(packed, { transfer: buffersOfRosters(packed) });
      expect(unpackRosters(sent)).toEqual(rosters);
    }),
    { numRuns: 50 },
  );
});
