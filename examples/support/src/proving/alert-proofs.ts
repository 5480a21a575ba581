import assert from 'node:assert/strict';
import type { Arrival } from '../watching/arrival.ts';
import type { Proof } from './proof.ts';
import { provokeAlerts } from './provoke-alerts.ts';

/** Something that goes wrong on purpose. */
export interface AlertedFault<Site> {
  /** What happens, in plain words. */
  readonly what: string;
  /** The alerts that tell of it. */
  readonly alerts: readonly string[];
  /** Makes it happen until the signal is aborted, and then good again. */
  readonly run: (site: Site, signal: AbortSignal) => Promise<void>;
}

/** Where alerts are provoked, and where they arrive. */
export interface AlertBench<Site> {
  readonly site: Site;
  readonly arrivals: readonly Arrival[];
  /** What receivers did not take. */
  readonly refused: readonly unknown[];
}

/** What {@link alertProofs} takes. */
export interface AlertProofsOptions<Site> {
  /** Faults that go wrong at the same time, and what that proves. */
  readonly provoked: readonly {
    readonly rows: readonly string[];
    readonly faults: readonly AlertedFault<Site>[];
    readonly isLong: boolean;
  }[];
  readonly receiversOf: (alert: string) => readonly string[];
}

/** Proofs that alerts are told, and told to be over, provoked by what really goes wrong. */
export function alertProofs<Site>({
  provoked,
  receiversOf,
}: AlertProofsOptions<Site>): readonly Proof<AlertBench<Site>>[] {
  return provoked.map(({ rows, faults, isLong }) => {
    const alerts = faults.flatMap((fault) => fault.alerts).join(', ');
    const what = faults.map((fault) => fault.what).join('; ');
    return {
      rows,
      isLong,
      title: `${alerts}: ${what}; told, and told when it is over`,
      run: async ({ arrivals, site, refused }) => {
        await Promise.all(
          faults.map(({ alerts: wanted, run }) =>
            provokeAlerts({ arrivals, alerts: wanted, receiversOf, run: (signal) => run(site, signal) }),
          ),
        );
        assert.deepEqual(refused, []);
      },
    };
  });
}
