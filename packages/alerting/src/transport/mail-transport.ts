/** A mail to be sent. */
export interface MailMessage {
  /** One address, with or without a name. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string;
  /** Beside a text an alternative to it. */
  readonly html?: string;
  /** Further headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly dateMs: number;
}

/** How to reach a mail server. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte. `required`: STARTTLS, or no mail. `opportunistic`: where offered, by whomever, and for a password as `required`. */
  readonly tls: 'implicit' | 'required' | 'opportunistic';
  /** Certificate of the authority that signed the server's, as PEM; the system's where absent. */
  readonly ca?: string;
  readonly username?: string;
  readonly password?: string;
}

/** What became of one attempt to hand a mail over. */
export type MailOutcome =
  | { readonly kind: 'accepted' }
  /** `temporary`: 4xx, no connection, no answer in time. `permanent`: 5xx, no TLS, a wrong certificate. */
  | {
      readonly kind: 'temporary' | 'permanent';
      readonly error: string;
      readonly isAuthentication: boolean;
    };

/** Hands mails over. Never rejects. */
export interface MailTransport {
  send(
    mail: MailMessage,
    server: MailServer,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<MailOutcome>;
}
