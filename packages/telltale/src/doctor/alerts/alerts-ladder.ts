import { failed, ok } from '../ladder.ts';
import type { Ladder, LadderStep, StepFinding } from '../ladder.ts';
import { tryConnection } from '../network/connect.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { fixOf } from '../words.ts';
import type { AlertsCase, QuietAlert } from './alerts-case.ts';
import { tryProof, tryReceivers, trySent } from './try-delivery.ts';
import { tryCondition, tryEvaluated, tryFor, tryLoaded, trySelected } from './try-rules.ts';
import { tryHandedOn, tryInhibitions, tryRouted, trySilences } from './try-way.ts';

/** “My alert does not fire”: from its rule over its condition and its way to who is told. */
export function alertsLadder(patient: Patient, quiet: QuietAlert): Ladder {
  const examined: AlertsCase = { patient, quiet, rules: [], ways: new Map() };
  const step = (
    id: string,
    title: string,
    needs: string,
    run: (one: AlertsCase) => Promise<StepFinding>,
  ): LadderStep => ({
    id,
    title,
    needs: [needs],
    try: () => run(examined),
  });
  // Of many alerts, one that cannot be evaluated, or is not routed, keeps nobody from looking at the others.
  const among = quiet.alert === undefined;
  const loaded = among ? 'server' : 'loaded';
  const routed = among ? 'server' : 'routed';
  const router = patient.alertmanager === undefined ? loaded : 'alertmanager';
  return {
    topic: 'alerts',
    steps: [
      serverStep(patient),
      step(
        'loaded',
        among ? 'Its rules can be evaluated' : `The rule ${quiet.alert} can be evaluated`,
        'server',
        tryLoaded,
      ),
      step('evaluated', 'It is evaluated in time', loaded, tryEvaluated),
      step('selected', 'The series that it looks at exist', loaded, trySelected),
      ...(among
        ? []
        : [
            step('holds', 'Its condition holds', 'selected', tryCondition),
            step('for', 'It has held for long enough', 'holds', tryFor),
          ]),
      step('handed-on', 'Firing alerts are handed on', 'server', tryHandedOn),
      ...(patient.alertmanager === undefined ? [] : [alertmanagerStep(patient.alertmanager)]),
      step('routed', 'A route leads to a receiver', router, tryRouted),
      step('silences', 'No silence mutes it', routed, trySilences),
      step('inhibitions', 'No other alert inhibits it', routed, tryInhibitions),
      step('sent', 'What was sent has arrived', router, trySent),
      step('proof', 'A proof succeeds, telling nobody', loaded, tryProof),
      step('receivers', 'Real receivers take a test message', routed, tryReceivers),
    ],
  };
}

function alertmanagerStep(address: string): LadderStep {
  return {
    id: 'alertmanager',
    title: 'Alertmanager takes connections',
    needs: ['server'],
    try: async () => {
      const { isOpen, place, error } = await tryConnection(address);
      if (isOpen) return ok(place);
      return failed(
        `${place}: ${error}`,
        fixOf('Start it, or name its address with --alertmanager:', 'docker compose up -d alertmanager'),
      );
    },
  };
}
