import type { ServerInterceptor } from '@grpc/grpc-js';
import {
  Metadata,
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import { refusalOf } from '../../sign-in/refusal.ts';
import type { Refusal, SignIn } from '../../sign-in/sign-in.ts';

/** The port is of the loopback address: whoever connects is there as well. */
const LOOPBACK = '127.0.0.1';

/** Codes of gRPC for why somebody may not send. */
const CODES: Readonly<Record<Refusal['status'], status>> = {
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  429: status.UNAVAILABLE,
};

/** Refuses calls of who may not send, before their messages are read. */
export function refuseStrangers(signIn: SignIn): ServerInterceptor {
  return (_method, call) => {
    const admit = async (metadata: Metadata, proceed: (metadata: Metadata) => void): Promise<void> => {
      const refusal = await refusalFor(metadata, signIn);
      if (refusal) end(CODES[refusal.status], refusal.reason);
      else proceed(metadata);
    };
    const end = (code: status, details: string): void =>
      call.sendStatus({ code, details, metadata: new Metadata() });
    const listener = new ServerListenerBuilder().withOnReceiveMetadata((metadata, proceed) => {
      admit(metadata, proceed).catch(() => end(status.INTERNAL, 'who sends this could not be found out'));
    });
    const responder = new ResponderBuilder().withStart((next) => next(listener.build()));
    return new ServerInterceptingCall(call, responder.build());
  };
}

async function refusalFor(metadata: Metadata, signIn: SignIn): Promise<Refusal | undefined> {
  const authorization = metadata.get('authorization').join(', ');
  const identity = await signIn.identify({
    headers: authorization === '' ? {} : { authorization },
    remoteAddress: LOOPBACK,
    localAddress: LOOPBACK,
  });
  return refusalOf(identity, 'send');
}
