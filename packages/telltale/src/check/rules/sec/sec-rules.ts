import type { CheckRule } from '../../check-rule.ts';
import { secAdminApi } from './admin-api.ts';
import { secDefaultPassword } from './default-password.ts';
import { secNoTls } from './no-tls.ts';
import { secOpenPort } from './open-port.ts';
import { secPrivileged } from './privileged.ts';
import { secSecretInConfig } from './secret-in-config.ts';
import { secSecurityOff } from './security-off.ts';
import { secTlsSkip } from './tls-skip.ts';

/** Rules of secrets, passwords and open ports. */
export const SEC_RULES: readonly CheckRule[] = [
  secDefaultPassword,
  secSecretInConfig,
  secAdminApi,
  secSecurityOff,
  secOpenPort,
  secPrivileged,
  secNoTls,
  secTlsSkip,
];
