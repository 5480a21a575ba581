import type {
  AlertEpisode,
  Annotation,
  NotificationView,
  StoredLogRecord,
  StoryResponse,
  TraceSummary,
} from '@telltale/station/contract';
import type { IconName } from '../../design/icon.tsx';
import { formatSpan } from '../../format/ages.ts';
import { nameOfChange } from '../service/what-changed.tsx';

/** One thing of a story, in words. */
export interface Happening {
  readonly key: string;
  readonly atMs: number;
  readonly icon: IconName;
  readonly word: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'mute';
  readonly text: string;
  readonly note: string;
  /** The trace that it belongs to. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly record?: StoredLogRecord;
  /** How often it was told in a row, where that is more than once. */
  readonly times?: number;
  /** Whether it may be why all of it happened. */
  readonly isSuspect?: boolean;
}

/** WARN and ERROR, in the numbers of OpenTelemetry. */
const WARNING = 13;
const ERROR = 17;

/** All of a story in the order of time. */
export function happeningsOf(story: StoryResponse): readonly Happening[] {
  const all = [
    ...story.changes.map((change) => ofChange(change, story.suspect)),
    ...story.alerts.flatMap(ofEpisode),
    ...story.notifications.map(ofNotification),
    ...story.traces.map(ofTrace),
    ...story.logs.map(ofRecord),
  ];
  const within = all.filter(({ atMs }) => atMs >= story.startMs && atMs <= story.endMs);
  return within.toSorted((a, b) => a.atMs - b.atMs);
}

/** Log lines that say the same one after the other, as one that says how often. */
export function foldRepeats(happenings: readonly Happening[]): readonly Happening[] {
  const folded: Happening[] = [];
  for (const one of happenings) {
    const last = folded.at(-1);
    const isRepeat =
      one.record !== undefined &&
      last?.record !== undefined &&
      last.text === one.text &&
      last.note === one.note &&
      last.tone === one.tone;
    if (isRepeat) folded[folded.length - 1] = { ...last, times: (last.times ?? 1) + 1 };
    else folded.push(one);
  }
  return folded;
}

function ofChange({ id, kind, atMs, title, text }: Annotation, suspect: string | null): Happening {
  const isSuspect = id === suspect;
  return {
    key: `change ${id}`,
    atMs,
    icon: kind === 'deployment' ? 'arrow-up' : 'info',
    word: nameOfChange(kind),
    tone: isSuspect || kind === 'incident' || kind === 'target' ? 'warn' : 'mute',
    text: title,
    note: text,
    isSuspect,
  };
}

function ofEpisode(episode: AlertEpisode): readonly Happening[] {
  const { alert, labels, pendingAtMs, firingAtMs, endedAtMs } = episode;
  const { alertname: _, ...others } = labels;
  const note = Object.entries(others)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const common = { text: alert, note };
  const key = `alert ${JSON.stringify(labels)} ${pendingAtMs}`;
  const pending: Happening = {
    ...common,
    key: `${key} pending`,
    atMs: pendingAtMs,
    icon: 'pending',
    word: 'Pending',
    tone: 'warn',
  };
  const firing: readonly Happening[] =
    firingAtMs === null
      ? []
      : [{ ...common, key: `${key} firing`, atMs: firingAtMs, icon: 'firing', word: 'Fires', tone: 'bad' }];
  const ended: readonly Happening[] =
    endedAtMs === null
      ? []
      : [{ ...common, key: `${key} ended`, atMs: endedAtMs, icon: 'ok', word: 'Resolved', tone: 'ok' }];
  // Without a time of waiting it fires at once: that is told once.
  return [...(firingAtMs === pendingAtMs ? [] : [pending]), ...firing, ...ended];
}

function ofNotification(one: NotificationView): Happening {
  const { messageId, integration, attempts, atMs, receiver, alertNames, status, outcome, error } = one;
  const isDelivered = outcome === 'delivered';
  return {
    key: `told ${messageId} ${integration} ${attempts}`,
    atMs,
    icon: isDelivered ? 'ok' : 'retry',
    word: isDelivered ? 'Told' : 'Not told',
    tone: isDelivered ? 'mute' : 'bad',
    text: `${receiver} (${integration}): ${alertNames.join(', ')} ${status}`,
    note: isDelivered ? `in ${formatSpan(one.durationMs)}` : error,
  };
}

function ofTrace({
  traceId,
  startMs,
  operation,
  service,
  durationMs,
  errors,
  spans,
}: TraceSummary): Happening {
  const isFailed = errors > 0;
  return {
    key: `trace ${traceId}`,
    atMs: startMs,
    icon: isFailed ? 'firing' : 'clock',
    word: isFailed ? 'Failed' : 'Slow',
    tone: isFailed ? 'bad' : 'mute',
    text: `${operation} of ${service}`,
    note: `${formatSpan(durationMs)}, ${spans} ${spans === 1 ? 'span' : 'spans'}`,
    traceId,
  };
}

function ofRecord(record: StoredLogRecord): Happening {
  const { id, timeMs, severity, message, service, traceId, spanId } = record;
  return {
    key: `log ${id}`,
    atMs: timeMs,
    icon: 'logs',
    word: severity >= ERROR ? 'Error' : severity >= WARNING ? 'Warning' : 'Log line',
    tone: severity >= ERROR ? 'bad' : severity >= WARNING ? 'warn' : 'mute',
    text: message,
    note: service,
    record,
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
  };
}
