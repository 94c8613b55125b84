import { InterceptingCall, Metadata, status, type Interceptor } from '@grpc/grpc-js';

type Call = ConstructorParameters<typeof InterceptingCall>[0];
type Listener = Parameters<Call['start']>[1];

/**
 * The retry of a call may come due when the connection has been closed. The channel then throws into a timer of the library,
 * which would end the process; with this the call ends as cancelled instead.
 */
export const endsWithItsConnection: Interceptor = (options, nextCall) => {
  const call = (): Call => {
    try {
      return nextCall(options);
    } catch {
      return endedCall;
    }
  };
  return new InterceptingCall(call());
};

const endedCall: Call = {
  start: (_metadata, listener) => queueMicrotask(() => tellEnd(listener)),
  sendMessage: () => undefined,
  sendMessageWithContext: () => undefined,
  startRead: () => undefined,
  halfClose: () => undefined,
  cancelWithStatus: () => undefined,
  getPeer: () => 'closed',
  getAuthContext: () => null,
};

/** A message comes first, as with every call of one answer: who retries waits for it. */
function tellEnd(listener: Listener): void {
  listener?.onReceiveMessage?.(null);
  const details = 'The connection has been closed';
  listener?.onReceiveStatus?.({ code: status.CANCELLED, details, metadata: new Metadata() });
}
