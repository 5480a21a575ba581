import { describe, expect, it } from 'vitest';
import { SMOKE_STEPS, chosenSteps } from './smoke-steps.ts';

function idsOf(...args: Parameters<typeof chosenSteps>): readonly string[] {
  return chosenSteps(...args).map(({ id }) => id);
}

describe('the steps that are tried', () => {
  it('are all of them without a choice', () => {
    expect(chosenSteps({})).toEqual(SMOKE_STEPS);
  });

  it('have what they need in front of them', () => {
    expect(idsOf({ only: ['panels,rules'] })).toEqual(['server', 'rules', 'panels']);
    expect(idsOf({ only: ['health'] })).toEqual(['health']);
  });

  it('are all but those that are left out', () => {
    expect(idsOf({ skip: ['logs', 'traces'] })).toEqual(
      SMOKE_STEPS.map(({ id }) => id).filter((id) => id !== 'logs' && id !== 'traces'),
    );
  });

  it('must exist, and be some', () => {
    expect(() => chosenSteps({ only: ['panel'] })).toThrow('--only: there is no step "panel"');
    expect(() => chosenSteps({ skip: [''] })).toThrow('--skip: there is no step ""');
    expect(() => chosenSteps({ only: ['logs'], skip: ['logs'] })).toThrow('leave no step to try');
  });

  it('need no step that comes later, or none', () => {
    const seen = new Set<string>();
    for (const { id, needs } of SMOKE_STEPS) {
      expect(needs.filter((need) => !seen.has(need))).toEqual([]);
      seen.add(id);
    }
  });
});
