/** Passwords that stand in manuals, and those that people try first. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  'admin',
  'admin1',
  'admin12',
  'admin123',
  'admin1234',
  'administrator',
  'password',
  'password1',
  'password123',
  'passw0rd',
  'p@ssw0rd',
  'pass',
  'changeme',
  'change_me',
  'change-me',
  'changeit',
  'default',
  'demo',
  'elastic',
  'foobar',
  'grafana',
  'guest',
  'letmein',
  'minio',
  'minioadmin',
  'minio123',
  'mysql',
  'postgres',
  'prom-operator',
  'prometheus',
  'qwerty',
  'redis',
  'root',
  'secret',
  'test',
  'toor',
  'user',
  'welcome',
  '1234',
  '12345',
  '123456',
  '12345678',
]);

const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|PRIVATE_KEY|API_?KEY|ACCESS_TOKEN|AUTH_TOKEN|BOT_TOKEN|API_TOKEN|CLIENT_SECRET|ROUTING_KEY|SERVICE_KEY|WEBHOOK_URL)$/i;

/** Whether the variable is meant to hold a secret; one that names the file with it is not. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Whether a password is one that anybody tries. */
export function isWellKnownPassword(value: string): boolean {
  return WELL_KNOWN.has(value.toLowerCase());
}

/** Whether a value stands for one that is filled in later, or says that there is none. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text === '' || /^(?:none|null|nil|true|false|redacted)$/i.test(text)) return true;
  // `<secret>`, `$VAR`, `{{ .Values.x }}`, `%{x}`, `!vault`, `file:…`, `xxxx`, `****`, `...`
  if (/^[<$%!{[(]|\$\{|\{\{|^(?:file|vault|ref|op|env|ssm|secret):|^[x*.\-_#]+$/i.test(text)) return true;
  // The path of a file that has it.
  if (/^\/(?:run\/secrets|var\/run\/secrets|etc|secrets|vault)\//.test(text)) return true;
  return /your|example|placeholder|replace|insert|todo|dummy|fake|xxxx|\*\*\*|\.\.\./i.test(text);
}
