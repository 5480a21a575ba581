import type { Notifier } from '@telltale/alerting';
import type { FastifyInstance } from 'fastify';
import type {
  NotificationMessageResponse,
  NotificationsResponse,
  NotificationView,
  SentMessage,
} from '../../../contract.ts';
import { notificationView } from '../../../views/notification-view.ts';
import { invalidParameter } from '../../bad-request-error.ts';
import { limitParameter } from '../../parameters.ts';
import { registerRead } from '../../read-route.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;
const OUTCOMES: readonly NotificationView['outcome'][] = ['delivered', 'retrying', 'failed'];

/**
 * `GET /api/telltale/notifications` goes through all attempts that are kept, a page at a time;
 * `GET /api/telltale/notifications/:id` tells one message with what was sent.
 */
export function registerNotifications(server: FastifyInstance, { history }: Pick<Notifier, 'history'>): void {
  registerRead(
    server,
    '/api/telltale/notifications',
    async ({ parameters }): Promise<NotificationsResponse> => {
      const receiver = parameters.get('receiver') ?? '';
      const alertName = parameters.get('alert') ?? '';
      const outcome = outcomeParameter(parameters);
      const before = placeParameter(parameters);
      const asked = limitParameter(parameters);
      const { records, next } = await history.find({
        ...(receiver !== '' && { receiver }),
        ...(alertName !== '' && { alertName }),
        ...(outcome !== undefined && { outcome }),
        ...(before !== undefined && { before }),
        limit: asked === Infinity ? DEFAULT_LIMIT : Math.min(asked, MAX_LIMIT),
      });
      return { notifications: records.map(notificationView), next: next ?? null };
    },
  );
  registerRead(
    server,
    '/api/telltale/notifications/:id',
    async ({ id }): Promise<NotificationMessageResponse | undefined> => {
      const found = await history.message(id);
      if (!found) return undefined;
      const { attempts, sent } = found;
      return { attempts: attempts.map(notificationView), sent: sent ? readable(sent) : null };
    },
    'no message of this id is known; it may be older than what is kept',
  );
}

function outcomeParameter(parameters: URLSearchParams): NotificationView['outcome'] | undefined {
  const text = parameters.get('outcome') ?? '';
  const outcome = OUTCOMES.find((one) => one === text);
  if (text === '' || outcome !== undefined) return outcome;
  throw invalidParameter('outcome', `write one of ${OUTCOMES.join(', ')}`);
}

function placeParameter(parameters: URLSearchParams): number | undefined {
  const text = parameters.get('before') ?? '';
  if (text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalidParameter('before', 'write what an answer said as next');
}

/** A webhook's message is kept as the text that was posted. */
function readable({ message, isCut }: SentMessage): SentMessage {
  if (typeof message !== 'string' || isCut) return { message, isCut };
  try {
    return { message: JSON.parse(message) as unknown, isCut };
  } catch {
    return { message, isCut };
  }
}
