import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { StationApiError, createHttpClient } from '../data/api/http.ts';
import { Mark } from '../design/mark.tsx';
import { safeNext } from '../navigation/login-address.ts';

type Attempt =
  | { readonly kind: 'idle' | 'busy' | 'open' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Where a station that asks who somebody is learns it: from a user with a password, or from a token. */
export function LoginPage(): JSX.Element {
  const user = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  useEffect(() => {
    document.title = 'Sign in · Telltale';
    user.current?.focus();
  }, []);
  const signIn = async (): Promise<void> => {
    setAttempt({ kind: 'busy' });
    try {
      const http = createHttpClient({ onUnauthorised: () => undefined });
      await http.send('POST', '/api/telltale/login', attemptOf(user.current?.value, secret.current?.value));
      location.replace(safeNext(location.search, location.origin));
    } catch (error) {
      // A station that asks nobody does not know the address to sign in at.
      const isOpen = error instanceof StationApiError && error.status === 404;
      setAttempt(isOpen ? { kind: 'open' } : { kind: 'refused', reason: describe(error) });
      secret.current?.select();
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
        <p class="login-help">
          With a user and a password, or with a token alone. Ask who runs this station.
        </p>
        <label class="field">
          <span class="field-label">User, empty for a token</span>
          <input ref={user} class="input" autocomplete="username" autocapitalize="none" spellcheck={false} />
        </label>
        <label class="field">
          <span class="field-label">Password or token</span>
          <input
            ref={secret}
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
              This station asks nobody to sign in. <a href="/">Go to the overview</a>
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

function attemptOf(user = '', secret = ''): object {
  return user.trim() === '' ? { token: secret.trim() } : { user: user.trim(), password: secret };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
