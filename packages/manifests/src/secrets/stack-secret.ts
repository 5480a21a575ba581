import type { ResolvedDefinition, ResolvedScrapeAccess } from '@telltale/definition';
import type { Receiver, Secret } from '@telltale/model';
import { slugOf } from '@telltale/model';

/** A secret that a server of the generated stack reads from a file; its value stands nowhere. */
export interface StackSecret {
  /** Lower case with underscores: the name of the secret in Compose and of its file. */
  readonly name: string;
  /** What it is, and for whom. */
  readonly purpose: string;
  /** Where it is on the host, where the definition says so; `secrets/<name>` beside the Compose file else. */
  readonly file?: string;
  /** Variable that a person has it in, where the definition says so. */
  readonly env?: string;
  /** Shell command that prints it, for one that is no password to be drawn. */
  readonly command?: string;
}

/** Where a secret stands in the containers that are given it. */
export function mountedSecret(name: string): string {
  return `/run/secrets/${name}`;
}

/** The file that a server in a container reads a secret of a definition from. */
export function mountedSecretOf(secret: Secret): string {
  return mountedSecret(secretName(secret));
}

/** The secrets of the definition's receivers, which Alertmanager reads; each once. */
export function receiverSecrets({ receivers }: ResolvedDefinition): readonly StackSecret[] {
  const secrets = new Map<string, StackSecret>();
  for (const receiver of receivers) {
    for (const [secret, what] of secretsOf(receiver)) {
      const name = secretName(secret);
      const purpose = `${what} of the receiver ${receiver.name}`;
      if (!secrets.has(name)) secrets.set(name, { name, purpose, ...secret });
    }
  }
  return [...secrets.values()];
}

/** The tokens and passwords that targets ask for, which Prometheus reads; each once. */
export function targetSecrets({ targets }: ResolvedDefinition): readonly StackSecret[] {
  const secrets = new Map<string, StackSecret>();
  for (const target of targets) {
    const { job, discovery = [] } = target;
    const found = discovery.flatMap((one) => (one.kind === 'http' ? accessSecrets(one.access) : []));
    const all = [
      ...accessSecrets(target).map(
        ([secret, what]) => [secret, `${what} that ${job} asks Prometheus for`] as const,
      ),
      ...found.map(([secret, what]) => [secret, `${what} for the list of targets of ${job}`] as const),
    ];
    for (const [secret, purpose] of all) {
      const name = secretName(secret);
      if (!secrets.has(name)) secrets.set(name, { name, purpose, ...secret });
    }
  }
  return [...secrets.values()];
}

/** The tokens and passwords that probed servers ask for, which blackbox_exporter reads; each once. */
export function probeSecrets({ targets }: ResolvedDefinition): readonly StackSecret[] {
  const secrets = new Map<string, StackSecret>();
  for (const probe of targets.flatMap((target) => target.probes ?? [])) {
    const { headers: _headers, ...access } = probe.kind === 'http' ? probe.access : {};
    for (const [secret, what] of accessSecrets(access)) {
      const name = secretName(secret);
      const purpose = `${what} that the probe ${probe.name} is made with`;
      if (!secrets.has(name)) secrets.set(name, { name, purpose, ...secret });
    }
  }
  return [...secrets.values()];
}

function accessSecrets(access: ResolvedScrapeAccess): readonly (readonly [Secret, string])[] {
  const { authorization, basicAuth, headers = {} } = access;
  return [
    ...(authorization ? [[authorization, 'the token'] as const] : []),
    ...(basicAuth ? [[basicAuth.password, `the password of ${basicAuth.username}`] as const] : []),
    ...Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [] : [[value, `the header ${name}`] as const],
    ),
  ];
}

function secretsOf(receiver: Receiver): readonly (readonly [Secret, string])[] {
  switch (receiver.kind) {
    case 'slack':
      return [[receiver.url, 'the webhook URL']];
    case 'pagerduty':
      return [[receiver.routingKey, 'the integration key']];
    case 'email':
      return receiver.password === undefined ? [] : [[receiver.password, 'the password of the mail account']];
    case 'webhook':
      return [
        ...(typeof receiver.url === 'string' ? [] : [[receiver.url, 'the URL'] as const]),
        ...(receiver.authorization ? [[receiver.authorization, 'the token'] as const] : []),
      ];
  }
}

/** The name of a secret: that of its variable or file. */
export function secretName(secret: Secret): string {
  const text = 'env' in secret ? secret.env : secret.file.replace(/^.*\//, '').replace(/\.[a-z]+$/i, '');
  return slugOf(text).replaceAll('-', '_') || 'secret';
}
