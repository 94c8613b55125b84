import { DefaultLogger, type LogLevel } from '@temporalio/worker';

import type { Logger } from '../adapters/logging/logger';

/** Sends what the SDK and the workflows log into our own log. */
export function temporalLogger(logger: Logger): DefaultLogger {
  return new DefaultLogger(sdkLevel(logger.level), ({ level, message, meta }) => {
    const fields = { ...meta };
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

function sdkLevel(level: string): LogLevel {
  return level === 'debug' || level === 'trace' ? 'DEBUG' : 'INFO';
}
