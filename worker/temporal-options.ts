import type { TemporalOptions } from '../adapters/temporal/temporal-connection';
import type { InboundConfig, WorkerConfig } from '../config/env';

/** How this process reaches Temporal. */
export function temporalOptions(config: WorkerConfig | InboundConfig): TemporalOptions {
  return {
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
    tls: config.TEMPORAL_TLS === 'on',
    apiKey: config.TEMPORAL_API_KEY,
  };
}
