import type { WhoAmI } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { useToast } from '../../design/toast.tsx';
import { loginAddress } from '../../navigation/login-address.ts';

const MAY: Readonly<Record<WhoAmI['role'], string>> = {
  sender: 'may send, and see nothing',
  viewer: 'may look',
  editor: 'may look, silence and save',
  admin: 'may do everything',
};

/** Who looks at the pages and what they may do; nothing where this machine may do everything. */
export function SignedIn(): JSX.Element | null {
  const { api, cache } = useStation();
  const toast = useToast();
  const { data } = useResource(cache.get('me', api.own.me, { isLive: false }));
  if (data === undefined || (data.how === 'local' && data.role === 'admin')) return null;
  const signOut = async (): Promise<void> => {
    try {
      await api.own.signOut();
      location.assign(loginAddress('/'));
    } catch (error) {
      toast(`You are still signed in: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <>
      <span class="page-summary">
        {data.how === 'local' ? 'This machine' : data.name} ({data.role}) {MAY[data.role]}
      </span>
      {data.how === 'local' && (
        <a class="button" href={loginAddress('/status')}>
          Sign in
        </a>
      )}
      {(data.how === 'token' || data.how === 'user') && (
        <button type="button" class="button" onClick={() => void signOut()}>
          Sign out
        </button>
      )}
    </>
  );
}
