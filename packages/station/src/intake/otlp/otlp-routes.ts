import type { FastifyInstance } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import type { IntakeTargets } from '../intake.ts';
import type { Signal } from '../intake-observer.ts';
import { permit } from '../../sign-in/permit.ts';

const ROUTES: readonly (readonly [url: string, signal: Signal])[] = [
  ['/v1/logs', 'logs'],
  ['/v1/traces', 'traces'],
  ['/v1/metrics', 'metrics'],
  // Where Prometheus takes them.
  ['/api/v1/otlp/v1/metrics', 'metrics'],
];

/** `POST /v1/logs`, `/v1/traces` and `/v1/metrics`: OTLP over HTTP. What reads it is loaded by the first request. */
export async function registerOtlp(
  server: FastifyInstance,
  targets: IntakeTargets,
  budget: BodyBudget,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are read by the handler, which knows what they may take.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const [url, signal] of ROUTES) {
      scope.post(url, permit('send'), async (request, reply) => {
        const { answerOtlp } = await import('./answer-otlp.ts');
        return answerOtlp(request, reply, { signal, targets, budget });
      });
    }
  });
}
