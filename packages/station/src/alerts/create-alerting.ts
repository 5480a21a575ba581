import {
  createAddressGuard,
  createAlertmanagerSender,
  createHttpTransport,
  createNotifier,
  createRuleManager,
  createSmtpTransport,
  notifierConfigurationOf,
  readSecret,
} from '@telltale/alerting';
import type {
  ActiveAlert,
  ChannelServices,
  NotificationRecord,
  Notifier,
  NotifierConfiguration,
  ReceiverTest,
  RuleManager,
} from '@telltale/alerting';
import type { Clock, MetricAppender, QueryService, Route, StateStore } from '@telltale/model';
import { createReloader } from '../reload/reloader.ts';
import { createStationDrills } from '../drills/station-drills.ts';
import type { StationDrills } from '../drills/station-drills.ts';
import type { Reloader } from '../reload/reloader.ts';
import type { AlertingSettings, ReloadedSettings, StationSettings } from '../settings.ts';
import { createAlertOutlet } from './alert-outlet.ts';
import { createReceiverTestSchedule } from './receiver-test-schedule.ts';
import type { ReceiverTestSchedule } from './receiver-test-schedule.ts';
import type { AlertOutlet } from './alert-outlet.ts';

/** From a rule to who is told. */
export interface Alerting {
  readonly rules: RuleManager;
  readonly outlet: AlertOutlet;
  readonly notifier: Notifier;
  readonly drills: StationDrills;
  /** What receivers are told with. */
  readonly services: ChannelServices;
  readonly reloader: Reloader;
  readonly receiverTests: ReceiverTestSchedule;
}

/** What {@link createAlerting} takes. */
export interface AlertingOptions {
  readonly settings: StationSettings;
  readonly query: QueryService;
  readonly appender: MetricAppender;
  readonly clock: Clock;
  readonly state: StateStore;
  readonly externalUrl: string;
  /**
   * Makes other targets, collectors and exporters ready, for a configuration that is read anew, and gives back what
   * takes them. Rejects with TelltaleError `TT_DEFINITION_INVALID` for targets that cannot be taken; nothing has
   * changed then.
   */
  readonly prepareSources: (next: ReloadedSettings) => Promise<() => Promise<void>>;
  readonly onReceiverTests: (tests: readonly ReceiverTest[]) => void;
  readonly onNotification: (record: NotificationRecord) => void;
  /** Another configuration is in force. */
  readonly onTaken: (next: ReloadedSettings) => void;
  /** The configuration was read anew; `error` is empty where it is in force. */
  readonly onReload: (error: string) => void;
  /** An alert changed its state, or the rules were replaced. */
  readonly onChange: () => void;
}

/** Puts rules, notifier and what they are read anew with together; nothing runs before they are started. */
export function createAlerting(options: AlertingOptions): Alerting {
  const { settings, query, appender, clock, state, externalUrl, onNotification, onChange } = options;
  let { secrets = readSecret } = settings;
  const http = createHttpTransport();
  const services = {
    http,
    mail: createSmtpTransport(),
    secrets: (secret) => secrets(secret),
    clock,
  } satisfies ChannelServices;
  const notifier = createNotifier({
    configuration: notifierOf(settings, settings),
    services,
    clock,
    state,
    externalUrl,
    onNotification,
  });
  const outlet = createAlertOutlet({
    addresses: alertmanagersOf(settings, settings),
    createSender: (addresses) => createAlertmanagerSender({ addresses, transport: http, clock, externalUrl }),
    deliver: (alerts) => notifier.accept(alerts),
  });
  const rules = createRuleManager({
    groups: settings.ruleGroups,
    query,
    appender,
    clock,
    state,
    onAlerts: (alerts) => outlet.accept(drills.divert(alerts)),
    onChange,
    externalUrl,
  });
  const onlyHere = { addresses: createAddressGuard({ only: 'loopback' }) };
  const drills = createStationDrills({
    clock,
    state,
    services: { http: createHttpTransport(onlyHere), mail: createSmtpTransport(onlyHere) },
    configuration: () => notifier.configuration,
    externalUrl,
    active: (alertName) => activeAlerts(rules, alertName),
    evaluatedBy: settings.remote && new URL(settings.remote.url).host,
    rules: () => rules.groups().flatMap((group) => group.rules.map(({ rule }) => rule)),
    history: (alertName) => rules.history(alertName),
    notifications: () => notifier.notifications(500),
  });
  const apply = async (next: ReloadedSettings): Promise<void> => {
    // What can be refused comes first: nothing has changed then.
    const takeSources = await options.prepareSources(next);
    await notifier.reload(notifierOf(next, {}));
    secrets = next.secrets ?? readSecret;
    await outlet.redirect(alertmanagersOf(next, {}));
    await rules.reload(next.ruleGroups);
    await takeSources();
    options.onTaken(next);
    onChange();
  };
  const reloader = createReloader({
    load: settings.reload,
    apply,
    now: () => clock.now(),
    log: settings.log,
    onAttempt: options.onReload,
  });
  const receiverTests = createReceiverTestSchedule({
    everyMs: settings.definition?.testEveryMs,
    clock,
    state,
    options: () => ({ receivers: notifier.configuration.receivers, services, externalUrl }),
    onResults: options.onReceiverTests,
  });
  return { rules, outlet, notifier, drills, services, reloader, receiverTests };
}

/** `undefined` where no rule has the name. */
function activeAlerts(rules: RuleManager, alertName: string): readonly ActiveAlert[] | undefined {
  const named = rules
    .groups()
    .flatMap((group) => group.rules)
    .filter(({ rule }) => rule.kind === 'alerting' && rule.name === alertName);
  return named.length === 0 ? undefined : named.flatMap(({ alerts }) => alerts);
}

/** Who is told: as set, else as the definition says, else nobody. */
function notifierOf(
  { notifier }: AlertingSettings,
  { definition }: Pick<StationSettings, 'definition'>,
): NotifierConfiguration {
  if (notifier) return notifier;
  return definition ? notifierConfigurationOf(definition) : { route: NO_ROUTE, receivers: [] };
}

function alertmanagersOf(
  { alertmanagers }: AlertingSettings,
  { definition }: Pick<StationSettings, 'definition'>,
): readonly string[] {
  return alertmanagers ?? definition?.alertmanagers ?? [];
}

/** Without a configuration alerts are shown and not sent. */
const NO_ROUTE: Route = {
  receiver: '',
  matchers: [],
  continue: false,
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
  routes: [],
};
