import type { NotificationRecord } from '@telltale/alerting';
import type { NotificationView } from '../contract.ts';

/** An attempt to deliver as pages show it. */
export function notificationView({ httpStatus, ...record }: NotificationRecord): NotificationView {
  return { ...record, httpStatus: httpStatus ?? null };
}
