import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';

import type { Secret } from '../../domain/secret';
import { endsWithItsConnection } from './ended-call';
import { originInterceptor } from './origin-interceptor';

export interface TemporalOptions {
  readonly address: string;
  readonly namespace: string;
  readonly tls: boolean;
  readonly apiKey?: Secret | undefined;
}

/** What a client's and a worker's connection have in common. */
export interface TemporalEndpoint {
  address: string;
  tls: boolean;
  apiKey?: string;
}

/** Together some two seconds: a caller is told soon that the service is away. */
const attempts = 5;

/** The service comes back to a waiting client within seconds, however long it was away. */
const reconnection = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 3_000 };

/** Options for `NativeConnection.connect` of a worker; a client's are made of the same. */
export function temporalEndpoint({ address, tls, apiKey }: TemporalOptions): TemporalEndpoint {
  return { address, tls, ...(apiKey === undefined ? {} : { apiKey: apiKey.reveal() }) };
}

/** A client that connects with its first call, so that a process can start while Temporal is away. */
export function openTemporalClient(options: TemporalOptions, dataConverter: DataConverter): Client {
  const connectionOptions: ConnectionOptions = {
    ...temporalEndpoint(options),
    channelArgs: reconnection,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: attempts })), endsWithItsConnection],
  };
  return new Client({
    connection: Connection.lazy(connectionOptions),
    namespace: options.namespace,
    dataConverter,
    interceptors: { workflow: [originInterceptor] },
  });
}
