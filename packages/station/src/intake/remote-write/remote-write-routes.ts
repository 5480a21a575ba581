import type { FastifyInstance } from 'fastify';
import type { BodyBudget } from '../body/body-budget.ts';
import type { IntakeTargets } from '../intake.ts';
import { permit } from '../../sign-in/permit.ts';

/** `POST /api/v1/write`: Prometheus remote write 1.0. What reads it is loaded by the first request. */
export async function registerRemoteWrite(
  server: FastifyInstance,
  targets: IntakeTargets,
  budget: BodyBudget,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are read by the handler, which knows what they may take.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.post('/api/v1/write', permit('send'), async (request, reply) => {
      const { answerRemoteWrite } = await import('./answer-remote-write.ts');
      return answerRemoteWrite(request, reply, targets, budget);
    });
  });
}
