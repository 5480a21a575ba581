import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The programs that tests compare the product with, when they are on PATH: the command, the Debian
 * package that brings it, and what it is used for.
 */
export const COUNTERPARTS = [
  {
    command: 'promtool',
    debianPackage: 'prometheus',
    purpose: 'accepts the rules and configuration we write',
  },
  { command: 'prometheus', debianPackage: 'prometheus', purpose: 'evaluates the same queries and rules' },
  { command: 'amtool', debianPackage: 'prometheus-alertmanager', purpose: 'accepts the routing we write' },
  {
    command: 'prometheus-alertmanager',
    debianPackage: 'prometheus-alertmanager',
    purpose: 'routes and groups the same alerts',
  },
  {
    command: 'prometheus-node-exporter',
    debianPackage: 'prometheus-node-exporter',
    purpose: 'reads the same host figures',
  },
  {
    command: 'prometheus-pushgateway',
    debianPackage: 'prometheus-pushgateway',
    purpose: 'takes the same pushes',
  },
  {
    command: 'prometheus-postgres-exporter',
    debianPackage: 'prometheus-postgres-exporter',
    purpose: 'is scraped as a target',
  },
  {
    command: 'prometheus-redis-exporter',
    debianPackage: 'prometheus-redis-exporter',
    purpose: 'is scraped as a target',
  },
  {
    command: 'prometheus-blackbox-exporter',
    debianPackage: 'prometheus-blackbox-exporter',
    purpose: 'is scraped as a target',
  },
  { command: 'victoria-metrics', debianPackage: 'victoria-metrics', purpose: 'takes remote write' },
  { command: 'postgres', debianPackage: 'postgresql', purpose: 'a database to watch' },
  { command: 'redis-server', debianPackage: 'redis-server', purpose: 'a cache to watch' },
  { command: 'nginx', debianPackage: 'nginx-light', purpose: 'signs people in before they come' },
  { command: 'chromium', debianPackage: 'chromium', purpose: 'opens the pages' },
];

/** Debian packages without a command of their own: pages in Chromium need some font. */
export const EXTRA_DEBIAN_PACKAGES = [
  { debianPackage: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
];

/** Debian keeps some daemons out of an ordinary user's PATH, and PostgreSQL's out of everybody's. */
function searchFolders() {
  const versions = '/usr/lib/postgresql';
  const postgres = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [];
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', ...postgres];
}

/** @param {string} command */
export function isOnPath(command) {
  return searchFolders().some((folder) => isExecutable(join(folder, command)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Prints which counterparts the tests will find. */
export function printCounterparts() {
  const found = COUNTERPARTS.filter(({ command }) => isOnPath(command));
  const missing = COUNTERPARTS.filter(({ command }) => !isOnPath(command));
  console.log(`Counterparts found: ${found.map(({ command }) => command).join(', ') || 'none'}`);
  if (missing.length === 0) return;
  console.log(`Not found: ${missing.map(({ command }) => command).join(', ')}`);
  console.log('Tests that need one of these are skipped; "npm run setup:counterparts" installs them.');
}
