import type { ApiConfig, WorkerConfig } from './env';
import { serviceVersion } from './service-version';

/** Whether, where to and how much a process traces. */
export function tracingOptions(config: ApiConfig | WorkerConfig, process: 'api' | 'worker') {
  return {
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS,
    share: config.OTEL_TRACES_SAMPLER_ARG,
    service: `mail-server-approval-${process}`,
    version: serviceVersion(),
  };
}
