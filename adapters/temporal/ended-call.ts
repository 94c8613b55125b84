import {
  InterceptingCall,
  Metadata,
  status,
  type InterceptingCallInterface,
  type InterceptingListener,
  type Interceptor,
} from '@grpc/grpc-js';

/**
 * The retry of a call may come due when the connection has been closed. The channel then throws into a timer of the library,
 * which would end the process; with this the call ends as cancelled instead.
 */
export const endsWithItsConnection: Interceptor = (options, nextCall) => {
  try {
    return nextCall(options);
  } catch {
    return new InterceptingCall(endedCall);
  }
};

const endedCall: InterceptingCallInterface = {
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
function tellEnd(listener: Partial<InterceptingListener> | undefined): void {
  listener?.onReceiveMessage?.(null);
  const details = 'The connection has been closed';
  listener?.onReceiveStatus?.({ code: status.CANCELLED, details, metadata: new Metadata() });
}
