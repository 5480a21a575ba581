import { loadDefinition } from 'telltale';
import type { Sinks } from 'telltale/testing';
import { startSinks } from 'telltale/testing';

import type { Arrival } from './arrival.ts';
import { createArrivalReader } from './arrival.ts';

/** Stand-ins on this machine for all receivers of the definition; they refuse what the real ones would refuse. */
export interface Receivers {
  /** Environment by which the definition finds them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly refused: Sinks['refused'];
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 50;

/** Starts them on free ports for the definition in a file; `onArrival` is told of each alert. */
export async function startReceivers(
  config: string,
  onArrival: (arrival: Arrival) => void,
): Promise<Receivers> {
  const sinks = await startSinks();
  const read = createArrivalReader();
  let seen = 0;
  const timer = setInterval(() => {
    for (; seen < sinks.accepted.length; seen++) read(sinks.accepted[seen]).forEach(onArrival);
  }, LOOK_EVERY_MS);
  return {
    variables: await variablesFor(config, sinks),
    refused: sinks.refused,
    close: async () => {
      clearInterval(timer);
      await sinks.close();
    },
  };
}

/** The environment by which the receivers of the definition are the sinks. */
async function variablesFor(config: string, sinks: Sinks): Promise<Readonly<Record<string, string>>> {
  const { resolved } = await loadDefinition({ config, cwd: '.', env: {} });
  const variables: Record<string, string> = {};
  for (const receiver of resolved.receivers.map((one) => sinks.receiverFor(one))) {
    switch (receiver.kind) {
      case 'slack':
        variables.SLACK_WEBHOOK_URL = await sinks.secrets(receiver.url);
        break;
      case 'webhook':
        if (typeof receiver.url === 'object') variables.WEBHOOK_URL = await sinks.secrets(receiver.url);
        break;
      case 'pagerduty':
        variables.PAGERDUTY_ROUTING_KEY = await sinks.secrets(receiver.routingKey);
        variables.PAGERDUTY_URL = receiver.url ?? '';
        break;
      case 'email':
        variables.SMTP_SMARTHOST = receiver.smarthost;
        variables.SMTP_USERNAME = receiver.username ?? '';
        variables.SMTP_CA_FILE = receiver.caFile ?? '';
        if (receiver.password) variables.SMTP_PASSWORD = await sinks.secrets(receiver.password);
    }
  }
  return variables;
}
