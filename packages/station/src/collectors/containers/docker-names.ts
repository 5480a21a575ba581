import { existsSync } from 'node:fs';
import { Client } from 'undici';

const TIMEOUT_MS = 2000;
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Labels of Compose; those of images are many, and say nothing of the container. */
const LABEL = /^com\.docker\.compose\.(?:project|service|container-number)$/;

/** What an engine knows of a container. */
export interface ContainerName {
  readonly name: string;
  readonly image: string;
  /** `container_label_com_docker_compose_service` and the like. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Asks the engine for the names of its containers, by id. Without a socket there are none; rejects where the engine
 * does not answer as Docker's API does.
 */
export async function dockerNames(socketPath: string): Promise<ReadonlyMap<string, ContainerName>> {
  if (!existsSync(socketPath)) return new Map();
  const client = new Client('http://localhost', {
    socketPath,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MAX_BODY_BYTES,
  });
  try {
    const { statusCode, body } = await client.request({ method: 'GET', path: '/containers/json' });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`the engine at ${socketPath} answered with ${statusCode}`);
    }
    const list: unknown = await body.json();
    if (!Array.isArray(list)) throw new Error(`the engine at ${socketPath} gave no list of containers`);
    return new Map(list.flatMap(readContainer));
  } finally {
    await client.destroy();
  }
}

function readContainer(given: unknown): readonly (readonly [id: string, name: ContainerName])[] {
  if (typeof given !== 'object' || given === null || !('Id' in given)) return [];
  const { Id: id } = given;
  const names: unknown = 'Names' in given ? given.Names : undefined;
  const first: unknown = Array.isArray(names) ? names[0] : undefined;
  const image: unknown = 'Image' in given ? given.Image : undefined;
  if (typeof id !== 'string' || typeof first !== 'string') return [];
  const name = { name: first.replace(/^\//, ''), image: typeof image === 'string' ? image : '' };
  const labels = 'Labels' in given ? labelsOf(given.Labels) : {};
  return [[id, { ...name, labels }]];
}

function labelsOf(given: unknown): Readonly<Record<string, string>> {
  if (typeof given !== 'object' || given === null) return {};
  const wanted = Object.entries(given).filter(
    ([name, value]) => LABEL.test(name) && typeof value === 'string',
  );
  return Object.fromEntries(
    wanted.map(([name, value]) => [`container_label_${name.replaceAll(/[^a-z]/g, '_')}`, String(value)]),
  );
}
