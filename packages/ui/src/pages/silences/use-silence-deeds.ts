import type { SilenceView } from '../../data/api/silences-api.ts';
import { useStation } from '../../data/station-context.ts';
import { useToast } from '../../design/toast.tsx';
import { formatMoment } from '../../format/times.ts';
import { prolonged } from './silence-draft.ts';

const HOUR_MS = 3_600_000;

/** What can be done with a silence at once. */
export interface SilenceDeeds {
  /** It goes on for an hour more. */
  readonly prolong: (silence: SilenceView) => Promise<void>;
  /** It ends now. */
  readonly end: (silence: SilenceView) => Promise<void>;
}

/** Does it, and says what became of it. */
export function useSilenceDeeds(): SilenceDeeds {
  const { api, nowMs } = useStation();
  const toast = useToast();
  const tell = async (deed: () => Promise<string>): Promise<void> => {
    try {
      toast(await deed());
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: 'failed' });
    }
  };
  return {
    prolong: (silence) =>
      tell(async () => {
        const longer = prolonged(silence, HOUR_MS);
        await api.silences.save(longer);
        return `Silenced until ${formatMoment(Date.parse(longer.endsAt), nowMs())}`;
      }),
    end: (silence) =>
      tell(async () => {
        await api.silences.expire(silence.id);
        return 'The silence has ended';
      }),
  };
}
