import * as ours from '@telltale/sdk/prom-client';
import { expect } from 'vitest';
import { ourClient, promClient } from './clients.ts';
import type { Client } from './clients.ts';

/** What a scenario gets. */
export interface Stage {
  readonly client: Client;
  /** A fresh registry of the format that is tried. */
  readonly register: ours.Registry;
  /** `[register]`, for the configuration of metrics. */
  readonly registers: ours.Registry[];
  /** Makes a call that no type allows, and notes what it gave or threw. */
  readonly attempt: (call: () => unknown) => void;
  /** Notes a value. */
  readonly note: (value: unknown) => void;
}

/** A program that is run with both clients. */
export type Scenario = (stage: Stage) => unknown;

const FORMATS = [ours.prometheusContentType, ours.openMetricsContentType];

/** Runs a scenario with both clients and expects the same notes, errors, pages and JSON. */
export async function expectSame(scenario: Scenario, formats: readonly string[] = FORMATS): Promise<void> {
  for (const format of formats) {
    const expected = await outcomeOf(promClient, format, scenario);
    expect(await outcomeOf(ourClient, format, scenario)).toEqual(expected);
  }
}

/**
 * Everything that can be seen of a scenario. It is run once for each way to read: reading changes the metrics
 * of prom-client, which renames counters for OpenMetrics and keeps default labels of the JSON.
 */
async function outcomeOf(client: Client, format: string, scenario: Scenario): Promise<unknown> {
  return {
    ...(await played(client, format, scenario, (register) => register.metrics())),
    json: await played(client, format, scenario, (register) => register.getMetricsAsJSON()),
  };
}

async function played(
  client: Client,
  format: string,
  scenario: Scenario,
  read: (register: ours.Registry) => Promise<unknown>,
): Promise<object> {
  const register = new client.Registry(format as ours.PrometheusContentType);
  const notes: unknown[] = [];
  const attempt = (call: () => unknown): void => {
    try {
      notes.push(['gave', call()]);
    } catch (error) {
      notes.push(['threw', errorText(error)]);
    }
  };
  const note = (value: unknown): void => void notes.push(value);
  const end = await settled(async () => scenario({ client, register, registers: [register], attempt, note }));
  // A copy without classes: the JSON of prom-client goes on changing with the metrics.
  return {
    notes,
    end,
    seen: structuredClone(await settled(() => read(register))),
    contentType: register.contentType,
  };
}

async function settled(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return ['rejected', errorText(error)];
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A metric, registry or function as callers without types see it. */
export function loose(value: unknown): Loose {
  return value as Loose;
}

type Call = (...values: unknown[]) => Loose & ((...values: unknown[]) => unknown);

interface Loose {
  readonly inc: Call;
  readonly dec: Call;
  readonly set: Call;
  readonly observe: Call;
  readonly labels: Call;
  readonly remove: Call;
  readonly startTimer: Call;
  readonly setToCurrentTime: Call;
  readonly zero: Call;
}
