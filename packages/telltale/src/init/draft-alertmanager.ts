import type {
  ParsedAlertmanagerConfiguration,
  ParsedIntegration,
  ParsedRoute,
  SourceNode,
} from '@telltale/formats';
import type { Matcher } from '@telltale/model';
import type { DefinitionDraft, DraftReceiver, DraftRoute } from './definition-draft.ts';

/** Takes receivers and routes over; secrets that are written out become names of variables. */
export function draftAlertmanager(config: ParsedAlertmanagerConfiguration, draft: DefinitionDraft): void {
  const { file, receivers, route, inhibitRules, timeIntervals, templates, root } = config;
  const smtp = root?.get('global');
  for (const { name, integrations } of receivers) {
    for (const [index, integration] of integrations.entries()) {
      const own = index === 0 ? name : `${name}-${integration.kind}`;
      const drafted = draftIntegration(own, integration, smtp);
      if (drafted === undefined) {
        draft.drop(
          file,
          `${integration.kind} of the receiver ${name}`,
          'the station has no receivers of this kind',
        );
      } else {
        draft.receivers.push(drafted);
        if (index > 0) draft.drop(file, own, `it is a receiver of its own now: route to it beside ${name}`);
      }
    }
    if (integrations.length === 0) draft.drop(file, `the receiver ${name}`, 'it tells nobody');
  }
  if (route) draft.route = draftRoute(route, file, draft);
  for (const [what, list] of Object.entries({
    inhibitions: inhibitRules,
    time_intervals: timeIntervals,
    templates,
  })) {
    if (list.length > 0) draft.drop(file, what, 'write them into the definition by hand');
  }
}

function draftIntegration(
  name: string,
  { kind, node, sendResolved }: ParsedIntegration,
  global: SourceNode | undefined,
): DraftReceiver | undefined {
  const resolved = sendResolved ? {} : { sendResolved };
  const text = (key: string) => node.get(key)?.text();
  switch (kind) {
    case 'webhook':
      return { name, kind, options: { url: text('url') ?? 'http://127.0.0.1/', ...resolved } };
    case 'slack': {
      const url = secretOf(text('api_url_file') ?? global?.get('slack_api_url_file')?.text(), 'SLACK_URL');
      const channel = text('channel');
      return { name, kind, options: { url, ...(channel !== undefined && { channel }), ...resolved } };
    }
    case 'pagerduty':
      return {
        name,
        kind,
        options: {
          routingKey: secretOf(text('routing_key_file') ?? text('service_key_file'), 'PAGERDUTY_KEY'),
          ...resolved,
        },
      };
    case 'email':
      return { name, kind, options: emailOptions(node, global, resolved) };
    default:
      return undefined;
  }
}

function emailOptions(
  node: SourceNode,
  global: SourceNode | undefined,
  resolved: object,
): DraftReceiver['options'] {
  const either = (own: string, common: string) => node.get(own)?.text() ?? global?.get(common)?.text();
  const username = either('auth_username', 'smtp_auth_username');
  return {
    to: (node.get('to')?.text() ?? '').split(',').map((address) => address.trim()),
    from: either('from', 'smtp_from') ?? 'alerts@localhost',
    smarthost: either('smarthost', 'smtp_smarthost') ?? 'localhost:25',
    ...(username !== undefined && {
      username,
      password: secretOf(either('auth_password_file', 'smtp_auth_password_file'), 'SMTP_PASSWORD'),
    }),
    ...resolved,
  };
}

/** Where a secret comes from. One that was written out is not copied: it has been in a file for too long. */
function secretOf(file: string | undefined, variable: string): object {
  return file === undefined ? { env: variable } : { file };
}

function draftRoute(route: ParsedRoute, file: string, draft: DefinitionDraft): DraftRoute {
  const to = route.receiver ?? draft.receivers[0]?.name ?? '';
  return {
    to,
    ...timingOf(route),
    children: route.routes.flatMap((child) => draftChildren(child, [], to, file, draft)),
  };
}

/** Routes below routes come first, with the matchers of both: the first that matches takes an alert. */
function draftChildren(
  route: ParsedRoute,
  above: readonly Matcher[],
  inherited: string,
  file: string,
  draft: DefinitionDraft,
): readonly DraftRoute[] {
  const matchers = [...above, ...route.matchers];
  const to = route.receiver ?? inherited;
  const below = route.routes.flatMap((child) => draftChildren(child, matchers, to, file, draft));
  if (matchers.length === 0 || matchers.some(({ op }) => op.startsWith('!'))) {
    draft.drop(file, `the route to ${to}`, 'routes of a definition say which labels alerts have');
    return below;
  }
  const match = Object.fromEntries(
    matchers.map(({ name, op, value }) => [name, op === '=' ? value : patternOf(value)]),
  );
  return [
    ...below,
    { to, match, ...timingOf(route), ...(route.continue && { continue: true }), children: [] },
  ];
}

/** RE2 knows more than JavaScript in a few corners; what it alone reads is matched as text. */
function patternOf(value: string): string | RegExp {
  try {
    return new RegExp(value);
  } catch {
    return value;
  }
}

function timingOf({
  groupBy,
  groupWaitMs,
  groupIntervalMs,
  repeatIntervalMs,
}: ParsedRoute): Partial<DraftRoute> {
  return {
    ...(groupBy && { groupBy }),
    ...(groupWaitMs !== undefined && { groupWaitMs }),
    ...(groupIntervalMs !== undefined && { groupIntervalMs }),
    ...(repeatIntervalMs !== undefined && { repeatIntervalMs }),
  };
}
