import { expect } from 'vitest';
import {
  fires,
  isInhibitedBy,
  isMutedAt,
  isRoutedTo,
  renders,
  resolves,
  staysQuiet,
} from './assertions/alert-checks.ts';
import type {
  AlertSelection,
  CheckOutcome,
  FiringExpectation,
  ResolveExpectation,
} from './assertions/alert-checks.ts';
import { momentMs } from './assertions/durations.ts';
import { GivenAlerts } from './assertions/given-alerts.ts';
import type { GivenRun } from './assertions/given-run.ts';

type NamesOf<Received> = Received extends GivenAlerts<infer Names> ? Names : never;

/** Matchers for what `alertTests(definition).given(…)` returns. All are asynchronous: await them. */
export interface AlertMatchers<Received> {
  /** The alert fires. */
  toFire(alert: NamesOf<Received>, expectation?: FiringExpectation): Promise<void>;
  /** The alert never fires. */
  toStayQuiet(alert: NamesOf<Received>): Promise<void>;
  /** The alert fires, and ends. */
  toResolve(alert: NamesOf<Received>, expectation?: ResolveExpectation): Promise<void>;
  /** Every alert that fires, or the one named, is routed to the receiver. */
  toBeRoutedTo(receiver: string, selection?: AlertSelection<NamesOf<Received>>): Promise<void>;
  /** Every other alert that fires, or the one named, is inhibited by an alert of this name. */
  toBeInhibitedBy(source: NamesOf<Received>, selection?: AlertSelection<NamesOf<Received>>): Promise<void>;
  /** Nobody would be told of an alert that fires at that time on the wall. */
  toBeMutedAt(moment: string | number | Date, selection?: AlertSelection<NamesOf<Received>>): Promise<void>;
  /** A message to a receiver of that kind has the text, or matches the expression. */
  toRender(
    kind: 'slack' | 'email' | 'pagerduty' | 'webhook',
    text: string | RegExp,
    selection?: AlertSelection<NamesOf<Received>>,
  ): Promise<void>;
}

declare module 'vitest' {
  // Type parameters with the names and defaults that Vitest gave them.
  interface Matchers<
    R extends void | Promise<void> = void | Promise<void>,
    T = unknown,
  > extends AlertMatchers<T> {}
}

type Verdict = { readonly pass: boolean; readonly message: () => string };

async function judge(received: unknown, check: (given: GivenRun) => CheckOutcome): Promise<Verdict> {
  if (!(received instanceof GivenAlerts)) {
    const message = 'expect(…) must be given what alertTests(definition).given(…) returns';
    throw new TypeError(message);
  }
  const { isAsExpected, message } = check(await received.result());
  return {
    pass: isAsExpected,
    message: () => (isAsExpected ? message.replace('expected', 'did not expect') : message),
  };
}

expect.extend({
  toFire: (received: unknown, alert: string, expectation: FiringExpectation = {}) =>
    judge(received, (given) => fires(given, alert, expectation)),
  toStayQuiet: (received: unknown, alert: string) => judge(received, (given) => staysQuiet(given, alert)),
  toResolve: (received: unknown, alert: string, expectation: ResolveExpectation = {}) =>
    judge(received, (given) => resolves(given, alert, expectation)),
  toBeRoutedTo: (received: unknown, receiver: string, selection: AlertSelection = {}) =>
    judge(received, (given) => isRoutedTo(given, receiver, selection)),
  toBeInhibitedBy: (received: unknown, source: string, selection: AlertSelection = {}) =>
    judge(received, (given) => isInhibitedBy(given, source, selection)),
  toBeMutedAt: (received: unknown, moment: string | number | Date, selection: AlertSelection = {}) =>
    judge(received, (given) => isMutedAt(given, momentMs(moment, 'The time'), selection)),
  toRender: (received: unknown, kind: string, text: string | RegExp, selection: AlertSelection = {}) =>
    judge(received, (given) => renders(given, kind, text, selection)),
});
