/** State of a rule: the worst of its alerts. */
export type AlertState = 'inactive' | 'pending' | 'firing';

/** One pending or firing alert of a rule. */
export interface AlertInstanceView {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAtMs: number;
  readonly value: number;
  /** Names of those who are told while it fires, in order; none while it is pending. */
  readonly receivers: readonly string[];
  /** Ids of silences in force for it. */
  readonly silencedBy: readonly string[];
  /** Fingerprints of alerts that inhibit it. */
  readonly inhibitedBy: readonly string[];
  /** Names of the times at which nobody is told of it now. */
  readonly mutedBy: readonly string[];
}

/** The comparison of a rule that can be drawn: what is compared, and from where on it is bad. */
export interface AlertCondition {
  readonly query: string;
  readonly threshold: number;
  readonly isBad: 'above' | 'below';
}

/** One alerting rule with its present alerts. */
export interface AlertRuleView {
  readonly name: string;
  readonly group: string;
  readonly query: string;
  /** Unit of its values; empty where not known. */
  readonly unit: string;
  /** `null` where its expression compares with no number. */
  readonly condition: AlertCondition | null;
  readonly forMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The worst state of its alerts. */
  readonly state: AlertState;
  readonly alerts: readonly AlertInstanceView[];
  readonly lastEvaluationMs: number | null;
  readonly lastDurationMs: number | null;
  readonly lastError: string;
  /** Where the rule was written, `file:line`; empty where not known. */
  readonly source: string;
  /** State changes of the last day, newest first. At most 50. */
  readonly history: readonly AlertTransition[];
}

/** A change of state of one alert. */
export interface AlertTransition {
  readonly atMs: number;
  readonly to: AlertState;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One attempt to deliver a notification. */
export interface NotificationView {
  readonly atMs: number;
  readonly receiver: string;
  readonly integration: string;
  /** Name of the receiver in whose place this one was told; empty where it was told for itself. */
  readonly fallbackFor: string;
  readonly groupKey: string;
  /** Equal over all attempts of one message. */
  readonly messageId: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  readonly outcome: 'delivered' | 'retrying' | 'failed';
  readonly attempts: number;
  readonly durationMs: number;
  readonly error: string;
  /** Status of the receiver's answer; `null` where none came by HTTP. */
  readonly httpStatus: number | null;
}

/** `GET /api/telltale/notifications?receiver=&outcome=&alert=&limit=&before=`: newest first, at most 500. */
export interface NotificationsResponse {
  readonly notifications: readonly NotificationView[];
  /** What to ask as `before` for older ones; `null` where there are none. */
  readonly next: number | null;
}

/** `GET /api/telltale/notifications/:id`: one message by its id. */
export interface NotificationMessageResponse {
  /** All attempts to deliver it, newest first. */
  readonly attempts: readonly NotificationView[];
  /** What was sent; `null` where it is not kept any more. */
  readonly sent: SentMessage | null;
}

/** A message as it was sent. */
export interface SentMessage {
  /** As its receiver reads it: a document where it is JSON, else a text. */
  readonly message: unknown;
  /** Whether it is longer than what is kept of it. */
  readonly isCut: boolean;
}

/** `GET /api/telltale/alerts` */
export interface AlertsResponse {
  readonly rules: readonly AlertRuleView[];
  /** Newest first. At most 50. */
  readonly notifications: readonly NotificationView[];
}

/** One time that an alert was active: from pending to resolved. */
export interface AlertEpisode {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pendingAtMs: number;
  /** `null` where it never fired. */
  readonly firingAtMs: number | null;
  /** `null` while it goes on. */
  readonly endedAtMs: number | null;
  /** The value when it began to fire, or the newest one before. */
  readonly value: number;
}

/** `GET /api/telltale/alert_history?start=&end=&alert=`: those that were active then, newest first. */
export interface AlertHistoryResponse {
  readonly episodes: readonly AlertEpisode[];
  readonly isTruncated: boolean;
  /** Since when history is kept; `null` where nothing is. */
  readonly keptSinceMs: number | null;
}

/** `POST /api/telltale/route`: where an alert with these labels would go. */
export interface RouteRequest {
  readonly labels: Readonly<Record<string, string>>;
}

/** A node of the routing tree, asked about one alert. */
export interface RouteStep {
  /** Matchers as Alertmanager writes them; none at the root. */
  readonly matchers: readonly string[];
  readonly receiver: string;
  readonly depth: number;
  /** Whether the alert comes here; a sibling before may have taken it, or a parent not. */
  readonly outcome: 'matches' | 'does-not-match' | 'not-asked';
  /** The first matcher that the alert fails; empty where there is none. */
  readonly failedMatcher: string;
  /** Whether this is where it ends: its receiver is told. */
  readonly isTold: boolean;
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Names of the times at which it is mute now; none where it speaks. */
  readonly mutedBy: readonly string[];
  readonly continues: boolean;
}

/** The answer to {@link RouteRequest}. */
export interface RouteResponse {
  /** The tree in its order, depth first. */
  readonly steps: readonly RouteStep[];
  /** Names of the receivers that would be told, in order. */
  readonly receivers: readonly string[];
  /** Ids of silences that match it. */
  readonly silencedBy: readonly string[];
  /** What inhibits it now, in words. */
  readonly inhibitedBy: readonly string[];
}

/** A matcher of a silence. */
export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** `POST /api/telltale/silences/preview` */
export interface SilencePreviewRequest {
  readonly matchers: readonly SilenceMatcher[];
}

/** What a silence would mute now. */
export interface SilencePreviewResponse {
  readonly alerts: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly state: 'pending' | 'firing';
  }[];
  /** Rules whose alerts would be muted if they fired with the labels of their rule. */
  readonly rules: readonly string[];
  /** What is wrong with the matchers, or dangerous, such as that all alerts match; empty where nothing is. */
  readonly warning: string;
}

/** `GET /api/telltale/silences/effects` */
export interface SilenceEffectsResponse {
  /** How many firing alerts a silence mutes now, by its id. Those that mute none are not among them. */
  readonly muted: Readonly<Record<string, number>>;
}

/** An inhibition of the configuration, and what it mutes now. */
export interface InhibitionView {
  readonly sourceMatchers: readonly string[];
  readonly targetMatchers: readonly string[];
  readonly equal: readonly string[];
  readonly muted: readonly {
    readonly source: Readonly<Record<string, string>>;
    readonly target: Readonly<Record<string, string>>;
  }[];
}

/** `GET /api/telltale/inhibitions` */
export interface InhibitionsResponse {
  readonly inhibitions: readonly InhibitionView[];
}
