import { status } from '@grpc/grpc-js';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeOtlpLogs } from '@telltale/model/wire';
import { expect, test } from 'vitest';
import { intakeFolder, intakeStation } from '../../../test/support/intake-station.ts';
import { otlpGrpcClient } from '../../../test/support/otlp-grpc-client.ts';
import type { Access } from '../../sign-in/access.ts';
import { hashToken } from '../../sign-in/tokens.ts';

const SENDER = 'the-token-of-a-collector';
const VIEWER = 'the-token-of-a-dashboard';
const ACCESS: Access = {
  tokens: [
    { name: 'collector', role: 'sender', sha256: hashToken(SENDER) },
    { name: 'grafana', role: 'viewer', sha256: hashToken(VIEWER) },
  ],
  users: [],
};

async function withAccess(access: Access) {
  const dataFolder = intakeFolder();
  const { otlp } = await intakeStation({
    dataFolder,
    access: { current: () => access },
    otlp: { http: 0, grpc: 0 },
  });
  const grpcCode = async (token?: string): Promise<number> => {
    const client = otlpGrpcClient(otlp.grpcUrl ?? '', token === undefined ? {} : { token });
    return client.export('logs', writeOtlpLogs([])).then(
      () => status.OK,
      (error: { readonly code: number }) => error.code,
    );
  };
  const httpStatus = async (token?: string): Promise<number> => {
    const response = await fetch(`${otlp.httpUrl}/v1/logs`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: '{"resourceLogs":[]}',
    });
    return response.status;
  };
  return { dataFolder, grpcCode, httpStatus };
}

test('the ports of OTLP ask for a token that may send, over HTTP and over gRPC', async () => {
  const { grpcCode, httpStatus } = await withAccess(ACCESS);
  expect([await httpStatus(SENDER), await grpcCode(SENDER)]).toEqual([200, status.OK]);
  expect([await httpStatus(), await grpcCode()]).toEqual([401, status.UNAUTHENTICATED]);
  expect([await httpStatus('guess'), await grpcCode('guess')]).toEqual([401, status.UNAUTHENTICATED]);
  expect([await httpStatus(VIEWER), await grpcCode(VIEWER)]).toEqual([403, status.PERMISSION_DENIED]);
});

test('the ports of OTLP take what programs of this machine send, where the access lets them', async () => {
  const { grpcCode, httpStatus, dataFolder } = await withAccess({ ...ACCESS, local: 'sender' });
  expect([await httpStatus(), await grpcCode()]).toEqual([200, status.OK]);
  const key = join(dataFolder, 'session-key');
  expect([statSync(key).mode & 0o077, readFileSync(key).length]).toEqual([0, 32]);
});
