import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import {
  DEPLOY_FOLDER,
  STATION_MEMORY_MIB,
  STOP_SECONDS,
  TELLTALE_BIN,
  stationName,
} from './station-deployment.ts';

type Line = readonly [key: string, value: string];

/** A replay of a long log counts as starting. */
const START_SECONDS = 300;

/** The rights that the station needs: to read files, to speak over the network, to write its data folder. */
const SANDBOX: readonly Line[] = [
  ['DynamicUser', 'yes'],
  ['UMask', '0077'],
  ['ProtectSystem', 'strict'],
  ['ProtectHome', 'yes'],
  ['PrivateTmp', 'yes'],
  ['PrivateDevices', 'yes'],
  ['ProtectClock', 'yes'],
  ['ProtectControlGroups', 'yes'],
  ['ProtectHostname', 'yes'],
  ['ProtectKernelLogs', 'yes'],
  ['ProtectKernelModules', 'yes'],
  ['ProtectKernelTunables', 'yes'],
  ['ProtectProc', 'invisible'],
  ['NoNewPrivileges', 'yes'],
  ['CapabilityBoundingSet', ''],
  ['AmbientCapabilities', ''],
  ['LockPersonality', 'yes'],
  ['RestrictAddressFamilies', 'AF_INET AF_INET6 AF_UNIX AF_NETLINK'],
  ['RestrictNamespaces', 'yes'],
  ['RestrictRealtime', 'yes'],
  ['RestrictSUIDSGID', 'yes'],
  ['RemoveIPC', 'yes'],
  ['SystemCallArchitectures', 'native'],
  ['SystemCallFilter', '@system-service'],
  ['SystemCallFilter', '~@privileged @resources'],
  ['SystemCallErrorNumber', 'EPERM'],
];

/**
 * Generates a unit of systemd that runs the station of a definition: as a user of its own, with no rights but those it
 * needs, started again when it fails.
 */
export function generateSystemd(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const name = stationName(definition);
  const project = `/opt/${name}`;
  const sections = [
    section('Unit', [
      ['Description', `Telltale, the monitoring of ${definition.service.replaceAll('%', '%%')}`],
      ['Wants', 'network-online.target'],
      ['After', 'network-online.target'],
      ['StartLimitIntervalSec', '300'],
      ['StartLimitBurst', '5'],
    ]),
    section('Service', [...serviceOf(name, project), ...SANDBOX]),
    section('Install', [['WantedBy', 'multi-user.target']]),
  ];
  const comments = [...fileHeader(definition), ...guideTo(name, project)].map((line) =>
    `# ${line}`.trimEnd(),
  );
  return [
    {
      path: posix.join(DEPLOY_FOLDER, `${name}.service`),
      text: `${[comments.join('\n'), ...sections].join('\n\n')}\n`,
    },
  ];
}

function serviceOf(name: string, project: string): readonly Line[] {
  return [
    // The station says by systemd-notify, a child of it, when it is ready.
    ['Type', 'notify'],
    ['NotifyAccess', 'all'],
    ['WorkingDirectory', project],
    ['Environment', 'NODE_ENV=production'],
    ['EnvironmentFile', `-/etc/${name}.env`],
    ['StateDirectory', name],
    ['StateDirectoryMode', '0700'],
    ['ExecStart', `/usr/bin/env node ${TELLTALE_BIN} up --data \${STATE_DIRECTORY}`],
    ['ExecReload', '/bin/kill -HUP $MAINPID'],
    ['Restart', 'on-failure'],
    ['RestartSec', '5'],
    // A wrong option or definition is as wrong a second time.
    ['RestartPreventExitStatus', '2'],
    ['TimeoutStartSec', String(START_SECONDS)],
    ['TimeoutStopSec', String(STOP_SECONDS)],
    ['KillMode', 'mixed'],
    ['MemoryHigh', `${Math.round(STATION_MEMORY_MIB * 0.9)}M`],
    ['MemoryMax', `${STATION_MEMORY_MIB}M`],
    ['MemorySwapMax', '0'],
    ['TasksMax', '256'],
    ['LimitNOFILE', '65536'],
  ];
}

function guideTo(name: string, project: string): readonly string[] {
  return [
    '',
    `1. Copy the project with its node_modules to ${project}; node has to be on the path of systemd.`,
    `2. Secrets and other variables, where there are any, go to /etc/${name}.env (chmod 600).`,
    `3. cp ${name}.service /etc/systemd/system/ && systemctl daemon-reload && systemctl enable --now ${name}`,
    '',
    `What differs here goes to a drop-in: systemctl edit ${name}`,
  ];
}

function section(name: string, lines: readonly Line[]): string {
  return [`[${name}]`, ...lines.map(([key, value]) => `${key}=${value}`)].join('\n');
}
