import { failed, ok } from './ladder.ts';
import type { LadderStep, StepFinding } from './ladder.ts';
import { tryConnection } from './network/connect.ts';
import { getPage } from './network/get-page.ts';
import type { Patient } from './patient.ts';
import { fixOf } from './words.ts';

/** The first step of all: without the server nothing else can be asked. */
export function serverStep(patient: Patient): LadderStep {
  return { id: 'server', title: 'The server runs and answers', try: () => tryServer(patient) };
}

async function tryServer({ server, isStation }: Patient): Promise<StepFinding> {
  const connection = await tryConnection(server);
  if (!connection.isOpen) {
    return failed(
      `${connection.place}: ${connection.error}`,
      fixOf('Start it, or name the address where it runs with --url.', 'npx telltale up'),
    );
  }
  const { status, tookMs } = await getPage(`${server}/-/ready`);
  if (status === 200) {
    const name = (await isStation()) ? 'a station' : 'a Prometheus';
    return ok(`${name} answers at ${connection.place} in ${tookMs} ms`);
  }
  if (status === 401 || status === 403) {
    return failed(
      `${connection.place} asks for a login (HTTP ${status})`,
      'Ask it on its own machine, by its loopback address.',
    );
  }
  if (status === 503) {
    return failed(
      `${connection.place} is not ready (HTTP 503)`,
      'It reads its data first: ask again in a minute, and read its log where that takes longer.',
    );
  }
  return failed(
    `${connection.place} is neither a station nor a Prometheus: /-/ready answers HTTP ${status}`,
    'Name the right address with --url, with its path where it is behind a proxy.',
  );
}
