import type { DataConverter, PayloadCodec } from '@temporalio/common';

/** Where workers and the workflow bundler find the failure converter. */
export const failureConverterPath: string = require.resolve('./failure-converter');

/** How clients and workers write and read payloads; both must use the same. */
export function createDataConverter(codec: PayloadCodec): DataConverter {
  return { payloadCodecs: [codec], failureConverterPath };
}
