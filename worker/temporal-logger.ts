import { DefaultLogger, type LogLevel } from '@temporalio/worker';

import { isError, loggable } from '../adapters/logging/loggable-error';
import type { Logger } from '../adapters/logging/logger';

/** Sends what the SDK and the workflows log into our own log. */
export function temporalLogger(logger: Logger): DefaultLogger {
  return new DefaultLogger(sdkLevel(logger.level), ({ level, message, meta }) => {
    const fields = fieldsFrom(meta ?? {});
    switch (level) {
      case 'TRACE':
      case 'DEBUG':
        return logger.debug(fields, message);
      case 'INFO':
        return logger.info(fields, message);
      case 'WARN':
        return logger.warn(fields, message);
      case 'ERROR':
        return logger.error(fields, message);
    }
  });
}

/** As JSON an error would show what a library attached to it, and neither its message nor its stack. */
function fieldsFrom(meta: Readonly<Record<string | symbol, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(meta).map(([name, value]) => [name, name === 'error' || isError(value) ? loggable(value) : value]),
  );
}

function sdkLevel(level: string): LogLevel {
  return level === 'debug' || level === 'trace' ? 'DEBUG' : 'INFO';
}
