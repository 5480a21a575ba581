import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closestName } from './closest-name.ts';

describe('closestName', () => {
  it('finds slips of the pen: a letter missing, doubled, wrong or swapped', () => {
    const names = ['http_requests_total', 'http_request_duration_seconds', 'up'];
    expect(closestName('http_request_total', names)).toBe('http_requests_total');
    expect(closestName('htpp_requests_total', names)).toBe('http_requests_total');
    expect(closestName('http_requests_totall', names)).toBe('http_requests_total');
  });

  it('finds a name that contains the other as whole words', () => {
    expect(closestName('status', ['method', 'route', 'status_code'])).toBe('status_code');
    expect(closestName('status', ['substatus1'])).toBeUndefined();
  });

  it('says nothing where nothing is near', () => {
    expect(closestName('tier', ['method', 'route'])).toBeUndefined();
    expect(closestName('x', [])).toBeUndefined();
  });

  it('does not depend on the order of the candidates, and never suggests the name itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 6 }), (name, names) => {
        const closest = closestName(name, names);
        expect(closest).not.toBe(name);
        expect(closestName(name, names.toReversed())).toBe(closest);
      }),
      { numRuns: 200 },
    );
  });
});
