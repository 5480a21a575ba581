import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { NODE_IMAGE } from '../versions/known-versions.ts';
import { DEPLOY_FOLDER, STATION_PORT, TELLTALE_BIN } from './station-deployment.ts';

/** The user `node` of the image, by its number: Kubernetes sees that it is not root. */
export const IMAGE_USER = 1000;

/** The Dockerfile of a project with its station, and what is left out of the image. */
export function stationImageFiles(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const header = fileHeader(definition).map((line) => `# ${line}`);
  const path = posix.join(DEPLOY_FOLDER, 'Dockerfile');
  return [
    { path, text: `${[...header, '', ...DOCKERFILE].join('\n')}\n` },
    { path: `${path}.dockerignore`, text: `${[...header, ...IGNORED].join('\n')}\n` },
  ];
}

const DOCKERFILE: readonly string[] = [
  '# The package telltale has to stand in the dependencies of package.json.',
  `FROM ${NODE_IMAGE} AS dependencies`,
  'WORKDIR /app',
  'COPY package.json package-lock.json ./',
  'RUN npm ci --omit=dev --ignore-scripts',
  '',
  `FROM ${NODE_IMAGE}`,
  'ENV NODE_ENV=production',
  'WORKDIR /app',
  'COPY --from=dependencies /app/node_modules node_modules',
  'COPY . .',
  `RUN install --directory --owner=${IMAGE_USER} --group=${IMAGE_USER} --mode=0700 /data`,
  `USER ${IMAGE_USER}:${IMAGE_USER}`,
  'VOLUME /data',
  `EXPOSE ${STATION_PORT}`,
  'STOPSIGNAL SIGTERM',
  `ENTRYPOINT ["node", "${TELLTALE_BIN}"]`,
  'CMD ["up", "--data", "/data", "--listen", "0.0.0.0"]',
];

const IGNORED: readonly string[] = [
  '.git',
  '.telltale',
  '**/node_modules',
  '**/.env',
  'deploy/secrets',
  'secrets',
];
