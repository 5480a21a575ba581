import { waitFor } from '../waiting/wait-for.ts';
import type { Arrival } from '../watching/arrival.ts';

/** Something that goes wrong, and who is to be told of it. */
export interface Provocation {
  /** What has arrived at the receivers; it grows. */
  readonly arrivals: readonly Arrival[];
  readonly alerts: readonly string[];
  readonly receiversOf: (alert: string) => readonly string[];
  /** Makes it happen until the signal is aborted, and then good again. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Waits until all alerts are told everywhere, makes it good again, and waits until all are told to be over. */
export async function provokeAlerts({ arrivals, alerts, receiversOf, run }: Provocation): Promise<void> {
  const from = arrivals.length;
  const told = (receiver: string, alert: string, status: string) =>
    arrivals
      .slice(from)
      .some((one) => one.receiver === receiver && one.alert === alert && one.status === status);
  const isToldEverywhere = (status: string) => () =>
    alerts.every((alert) => receiversOf(alert).every((receiver) => told(receiver, alert, status)));
  const good = new AbortController();
  const running = run(good.signal);
  try {
    await Promise.race([waitFor(`${alerts.join(' and ')} to be told`, isToldEverywhere('firing')), running]);
  } finally {
    good.abort();
    await running;
  }
  await waitFor(`${alerts.join(' and ')} to be over`, isToldEverywhere('resolved'));
}
