import type { DashboardContent, SaveConflict, SavedDashboard } from '@telltale/station/contract';
import { useState } from 'preact/hooks';
import { StationApiError } from '../../../data/api/http.ts';
import { useStation } from '../../../data/station-context.ts';
import { useToast } from '../../../design/toast.tsx';
import { readAuthor } from '../../silences/remembered-author.ts';

/** Saves dashboards, and what came of the last try. */
export interface Saving {
  readonly isBusy: boolean;
  /** What is wrong with the dashboard; empty where nothing is known. */
  readonly fault: string;
  /** Somebody else was faster. */
  readonly conflict: SaveConflict | undefined;
  /** Resolves with what is there now; `undefined` where it was not saved. */
  readonly save: (
    slug: string | undefined,
    revision: number,
    content: DashboardContent,
  ) => Promise<SavedDashboard | undefined>;
  readonly dismiss: () => void;
}

/** How the station is asked to keep a dashboard. */
export function useSave(): Saving {
  const { api } = useStation();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [conflict, setConflict] = useState<SaveConflict | undefined>(undefined);
  const dismiss = (): void => {
    setFault('');
    setConflict(undefined);
  };
  return {
    isBusy,
    fault,
    conflict,
    dismiss,
    save: async (slug, revision, content) => {
      setBusy(true);
      dismiss();
      const savedBy = readAuthor();
      try {
        const saved =
          slug === undefined
            ? await api.dashboards.saved.create({ content, savedBy })
            : await api.dashboards.saved.save(slug, { revision, content, savedBy });
        toast('Dashboard saved');
        return saved;
      } catch (error) {
        if (error instanceof StationApiError && error.status === 409 && slug !== undefined) {
          setConflict(error.body as SaveConflict);
        } else setFault(error instanceof Error ? error.message : String(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
  };
}
