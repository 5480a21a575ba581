import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { stationImageFiles } from './station-image.ts';
import {
  DEPLOY_FOLDER,
  STATION_MEMORY_MIB,
  STATION_PORT,
  STOP_SECONDS,
  probeCommand,
  stationName,
} from './station-deployment.ts';

/** A file of this folder, which Git is told to leave out. */
const TOKEN_FILE = 'secrets/telltale-token';

/**
 * Generates a Compose file that runs the station of a definition, with the Dockerfile of its image: a user without
 * rights, nothing to be written but its volume.
 */
export function generateStationCompose(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const name = stationName(definition);
  const file = {
    services: {
      telltale: {
        image: name,
        build: { context: '..', dockerfile: posix.join(DEPLOY_FOLDER, 'Dockerfile') },
        environment: { TELLTALE_TOKEN_FILE: '/run/secrets/telltale_token' },
        ports: [`127.0.0.1:${STATION_PORT}:${STATION_PORT}`],
        volumes: ['telltale_data:/data'],
        secrets: ['telltale_token'],
        tmpfs: ['/tmp'],
        healthcheck: {
          test: ['CMD', ...probeCommand(definition)],
          interval: '30s',
          timeout: '5s',
          retries: 3,
          start_period: '5m',
        },
        restart: 'unless-stopped',
        stop_grace_period: `${STOP_SECONDS}s`,
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        deploy: { resources: { limits: { cpus: '2', memory: `${STATION_MEMORY_MIB}M` } } },
        logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      },
    },
    volumes: { telltale_data: {} },
    secrets: { telltale_token: { file: `./${TOKEN_FILE}` } },
  };
  const notes = [
    '',
    'The token by which other machines and programs are let in is made once:',
    `  mkdir -p secrets && openssl rand -base64 24 > ${TOKEN_FILE}`,
    '  docker compose up --detach --wait',
  ];
  return [
    ...stationImageFiles(definition),
    {
      path: posix.join(DEPLOY_FOLDER, 'compose.yaml'),
      text: printYamlDocument(file, [...fileHeader(definition), ...notes]),
    },
  ];
}
