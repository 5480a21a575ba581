import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { StationApiError, createHttpClient } from '../data/api/http.ts';
import { Mark } from '../design/mark.tsx';
import { safeNext } from '../navigation/login-address.ts';

type Attempt =
  | { readonly kind: 'idle' | 'busy' | 'open' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Where a station that asks for it is given its token. */
export function LoginPage(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  useEffect(() => {
    document.title = 'Sign in · Telltale';
    input.current?.focus();
  }, []);
  const signIn = async (): Promise<void> => {
    setAttempt({ kind: 'busy' });
    try {
      const http = createHttpClient({ onUnauthorised: () => undefined });
      await http.send('POST', '/api/telltale/login', { token: input.current?.value.trim() ?? '' });
      location.replace(safeNext(location.search, location.origin));
    } catch (error) {
      // A station without a token does not know the address to sign in at.
      const isOpen = error instanceof StationApiError && error.status === 404;
      setAttempt(isOpen ? { kind: 'open' } : { kind: 'refused', reason: describe(error) });
      input.current?.select();
    }
  };
  return (
    <main class="login" id="main">
      <form
        class="card login-card"
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <p class="login-brand">
          <Mark state="quiet" /> Telltale
        </p>
        <h1 class="page-title">Sign in</h1>
        <p class="login-help">This station shows itself to whoever knows its token. Ask who runs it.</p>
        <label class="field">
          <span class="field-label">Token</span>
          <input
            ref={input}
            type="password"
            class="input"
            autocomplete="current-password"
            required
            aria-describedby="login-problem"
            aria-invalid={attempt.kind === 'refused'}
          />
        </label>
        <p id="login-problem" class="field-problem" role="alert">
          {attempt.kind === 'refused' ? attempt.reason : ''}
          {attempt.kind === 'open' && (
            <>
              This station asks for no token. <a href="/">Go to the overview</a>
            </>
          )}
        </p>
        <button type="submit" class="button is-primary" disabled={attempt.kind === 'busy'}>
          {attempt.kind === 'busy' ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}

function describe(error: unknown): string {
  if (error instanceof StationApiError && error.status === 401)
    return 'This is not the token of this station.';
  return error instanceof Error ? error.message : String(error);
}
