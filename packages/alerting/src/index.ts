export type { AlertUpdate, StoredAlert } from './alerts/alert-update.ts';
export { fingerprint } from './alerts/fingerprint.ts';
export type { GroupView, KnownAlert } from './alerts/known-alert.ts';
export type { AlertState } from './rules/tracked-alert.ts';
export type { AlertTransition } from './rules/alerting-rule-state.ts';
export { compileRules } from './rules/compile-rules.ts';
export { loadRuleGroups } from './rules/load-rule-groups.ts';
export type { LoadRuleGroupsOptions } from './rules/load-rule-groups.ts';
export type { ActiveAlert, RuleStatus } from './rules/rule-evaluator.ts';
export type { RuleGroupStatus } from './rules/rule-group-runner.ts';
export { createRuleManager } from './rules/rule-manager.ts';
export type { RuleManager, RuleManagerOptions } from './rules/rule-manager.ts';
export { renderTemplate } from './templates/render-template.ts';
export type { TemplateInput } from './templates/render-template.ts';
export type { TemplateEnvironment } from './templates/rule-dialect/rule-template.ts';
export { createAlertmanagerSender } from './alertmanagers/alertmanager-sender.ts';
export type { AlertmanagerSender, AlertmanagerSenderOptions } from './alertmanagers/alertmanager-sender.ts';
export type { AlertmanagerFigures } from './alertmanagers/alertmanager-connection.ts';
export type { NotificationRecord } from './delivery/notification-record.ts';
export type { Silence, SilenceRequest, SilenceState, StoredSilence } from './silences/silence.ts';
export type { SilenceLimits, Silences } from './silences/silences.ts';
export { createNotifier } from './notifier/notifier.ts';
export type { Notifier, NotifierOptions } from './notifier/notifier.ts';
export { notifierConfigurationOf } from './notifier/notifier-configuration.ts';
export type { NotifierConfiguration } from './notifier/notifier-configuration.ts';
export type {
  Channel,
  ChannelServices,
  FailureReason,
  Notification,
  NotificationReason,
  SecretReader,
  SendAttempt,
  SendOutcome,
} from './channels/channel.ts';
export type { MailMessage, MailOutcome, MailServer, MailTransport } from './transport/mail-transport.ts';
export { createSmtpTransport } from './transport/smtp-transport.ts';
export type { SmtpTransportOptions } from './transport/smtp-transport.ts';
export { readSecret } from './secrets/read-secret.ts';
export type { WebhookAlert, WebhookPayload } from './channels/webhook/webhook-payload.ts';
export { parseRetryAfter } from './channels/http-outcome.ts';
export { AddressRefused, createAddressGuard, deniedFrom } from './transport/address-guard.ts';
export type { AddressGuard, AddressPolicy, DeniedNetworks } from './transport/address-guard.ts';
export { createHttpTransport } from './transport/http-transport.ts';
export type { HttpTransportOptions } from './transport/http-transport.ts';
export { channelFor } from './channels/channel-for.ts';
export type { PagerDutyEvent } from './channels/pagerduty/pagerduty-event.ts';
export type { SlackPayload } from './channels/slack/slack-payload.ts';
export type { Transport, TransportRequest, TransportResponse } from './transport/transport.ts';
export { synthesise } from './proof/synthesis/synthesise.ts';
export type { SynthesisOptions, SynthesisedSeries } from './proof/synthesis/synthesise.ts';
export { createSyntheticScrape } from './proof/synthesis/synthetic-scrape.ts';
export type { Assignment, SourceLevel, SyntheticSource } from './proof/synthesis/synthetic-source.ts';
export type {
  DrillDelivery,
  DrillHop,
  DrillReport,
  DrillSeries,
  DrillStage,
} from './proof/drill/drill-report.ts';
export { DRILL_MARK, markAsDrill } from './proof/drill/drill-rule.ts';
export { isHeartbeat } from './proof/drill/heartbeat.ts';
export { runDrill } from './proof/drill/run-drill.ts';
export type { DrillOptions } from './proof/drill/run-drill.ts';
export type { DrillTarget, ReceivedMessage } from './proof/drill/drill-target.ts';
export type {
  AlertProof,
  ProofExemption,
  ProofLevel,
  ProofStep,
  ProofStepName,
} from './proof/levels/alert-proof.ts';
export { alertsAtLevels } from './proof/levels/alerts-during-fault.ts';
export type { FaultAlert } from './proof/levels/alerts-during-fault.ts';
export { inhibitorsOf } from './proof/levels/inhibitors-of.ts';
export { proofHash } from './proof/levels/proof-hash.ts';
export { proveAlert, reachedLevel } from './proof/levels/prove-alert.ts';
export type { ProveAlertOptions } from './proof/levels/prove-alert.ts';
export { writeRuleTest } from './proof/rule-tests/write-rule-test.ts';
export { checkCase, ruleTestOf } from './proof/rule-tests/alert-case.ts';
export type { AlertCase, CasePurpose } from './proof/rule-tests/alert-case.ts';
export { synthesiseCases } from './proof/rule-tests/synthesise-cases.ts';
export type { SynthesisedCases } from './proof/rule-tests/synthesise-cases.ts';
export { coverageOf } from './proof/alert-coverage/alert-coverage.ts';
export type {
  AlertCoverage,
  CoverageKind,
  CoverageReport,
  CoveredCase,
} from './proof/alert-coverage/alert-coverage.ts';
export { coveredByChecks } from './proof/alert-coverage/covered-by-checks.ts';
export type { Mutant, MutationKind } from './proof/mutation/mutant.ts';
export { mutantsOf } from './proof/mutation/mutants-of.ts';
export { scoreAlert } from './proof/mutation/score-alert.ts';
export type { AlertTest, MutantOutcome, MutationScore, ScoreOptions } from './proof/mutation/score-alert.ts';
export { scoreSynthesised } from './proof/mutation/score-synthesised.ts';
export { createAlertDestinations } from './proof/testing/alert-destinations.ts';
export type {
  AlertDestination,
  AlertDestinations,
  AlertMessage,
} from './proof/testing/alert-destinations.ts';
export { runRuleTest } from './proof/rule-tests/run-rule-test.ts';
export type { RuleTestFailure, RuleTestOptions, RuleTestResult } from './proof/rule-tests/run-rule-test.ts';
export type { CheckFailure } from './proof/rule-tests/check-failure.ts';
export type { AlertEpisode } from './proof/testing/alert-episodes.ts';
export { describeEpisodes } from './proof/testing/describe-episodes.ts';
export { parseSeriesName } from './proof/testing/given-series.ts';
export type { GivenSeries } from './proof/testing/given-series.ts';
export { runAlerts } from './proof/testing/run-alerts.ts';
export type { AlertRun, AlertRunOptions, RunAlert, RunError, RunStep } from './proof/testing/run-alerts.ts';
export { inhibitedPairs } from './inhibition/inhibited-pairs.ts';
export type { InhibitedPair } from './inhibition/inhibited-pairs.ts';
export { explainExpression } from './proof/explain/explain-expression.ts';
export { explainRoutes } from './proof/explain/explain-routes.ts';
export type { ExplainedRoute } from './proof/explain/explain-routes.ts';
export { shadowedRoutes } from './routing/shadowed-routes.ts';
export type { RouteShape, ShadowedRoute } from './routing/shadowed-routes.ts';
export { loadRouting } from './configuration/load-routing.ts';
export type { LoadedRouting } from './configuration/load-routing.ts';
export { loadAlertmanagerConfiguration } from './configuration/load-alertmanager-configuration.ts';
export type { LoadedAlertmanagerConfiguration } from './configuration/load-alertmanager-configuration.ts';
export { parseFilter } from './configuration/parse-filter.ts';
export { printNotifierConfiguration } from './configuration/print-notifier-configuration.ts';
export { composeFor, testReceivers } from './receiver-tests/test-receivers.ts';
export type { ReceiverTest, TestReceiversOptions } from './receiver-tests/test-receivers.ts';
export type { TestedAlert } from './receiver-tests/test-notification.ts';
export type { ChannelState } from './delivery/deliveries.ts';
export { explainAlert } from './proof/explain/explain-alert.ts';
export type {
  AlertExplanation,
  AlertHurdle,
  ExplainedHurdle,
  ExplainedStation,
} from './proof/explain/explain-alert.ts';
export { backtestRule } from './proof/backtest/backtest-rule.ts';
export type { Backtest, BacktestOptions, BacktestQuery } from './proof/backtest/backtest-rule.ts';
