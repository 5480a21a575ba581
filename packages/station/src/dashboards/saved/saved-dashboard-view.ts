import type { Dashboard, SavedDashboard } from '../../contract.ts';

/** A saved dashboard among the others. */
export function savedDashboardView({ slug, content }: SavedDashboard): Dashboard {
  return { ...content, slug, origin: 'saved' };
}
